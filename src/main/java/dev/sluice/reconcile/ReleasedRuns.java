package dev.sluice.reconcile;

import dev.sluice.launch.Release;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The held runs, as the first story lets them go. */
@ApplicationScoped
class ReleasedRuns implements HeldRuns {
    private final Release release;
    private final InstantSource clock;

    ReleasedRuns(Release release, InstantSource clock) {
        this.release = release;
        this.clock = clock;
    }

    /** One without room is no work left undone: it waits for another one's end, not for the next pass. */
    @Override
    public Part release(Instant deadline) {
        Release.Report report = release.all(deadline);
        Map<String, Long> did = report.released() > 0 ? Map.of("released", (long) report.released()) : Map.of();
        return new Part(
                report.waiting(),
                report.released() + report.failed(),
                did,
                0,
                report.failed(),
                List.of(),
                clock.instant().isBefore(deadline));
    }
}
