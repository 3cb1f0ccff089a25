package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobStatus.State;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.time.LocalClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What jobs become when they grow old, https://cloud.google.com/batch/quotas: looked at once a minute, by the local clock. */
@Fidelity(
        what =
                "A job fails after 2 days of QUEUED or 14 days of RUNNING, and its record goes 60 days after its end, by the local clock",
        verified = Verified.DOCUMENTED,
        by = "AgesTest",
        simplified = "the 2 days count from its creation; no sentence of Google's is known for either failure")
final class Ages implements AutoCloseable {
    private static final Duration QUEUED = Duration.ofDays(2);
    private static final Duration RUNNING = Duration.ofDays(14);
    private static final Duration KEPT = Duration.ofDays(60);
    private static final Duration BETWEEN = Duration.ofMinutes(1);

    private final LocalClock clock;
    private final Jobs jobs;
    private volatile boolean closed;

    Ages(LocalClock clock, Jobs jobs) {
        this.clock = clock;
        this.jobs = jobs;
    }

    void start() {
        clock.after(BETWEEN, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        try {
            Instant now = clock.instant();
            List<LiveJob> old = jobs.all().filter(job -> isOver(job, now)).toList();
            old.forEach(Ages::end);
        } finally {
            start();
        }
    }

    private static boolean isOver(LiveJob job, Instant now) {
        State state = job.state();
        if (state == State.QUEUED) {
            return !now.isBefore(Times.instant(job.definition().getCreateTime()).plus(QUEUED));
        }
        return state == State.RUNNING
                ? job.ran().compareTo(RUNNING) >= 0
                : JobStates.ended(state) && !now.isBefore(job.updated().plus(KEPT));
    }

    private static void end(LiveJob job) {
        if (JobStates.ended(job.state())) {
            job.delete();
        } else {
            job.expire();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
