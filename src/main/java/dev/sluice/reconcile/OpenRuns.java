package dev.sluice.reconcile;

import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import dev.sluice.run.Decision;
import dev.sluice.run.RunKey;
import dev.sluice.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks at every run that still owes something. The pointers are listed before the jobs, so that a run without a job in the list has had
 * the time of a list to get one; only what went quiet costs calls of its own.
 */
@ApplicationScoped
class OpenRuns {
    private final Runs runs;
    private final LiveJobs live;
    private final QuietRun quiet;
    private final WaitingJob waiting;
    private final Cursor cursor;
    private final InstantSource clock;

    OpenRuns(Runs runs, LiveJobs live, QuietRun quiet, WaitingJob waiting, Cursor cursor, InstantSource clock) {
        this.runs = runs;
        this.live = live;
        this.quiet = quiet;
        this.waiting = waiting;
        this.cursor = cursor;
        this.clock = clock;
    }

    /** One round; where the one before stopped early it begins with the run after the last one that was looked at. */
    Part finish(Instant deadline) {
        Tally tally = new Tally();
        Optional<Map<RunKey, Supplier<String>>> work = toDo(tally);
        if (work.isEmpty()) {
            return tally.part(false);
        }
        Optional<RunKey> last = cursor.last();
        Optional<RunKey> stopped = new Round(last).go(work.get(), tally, deadline, clock);
        cursor.stoppedAfter(last, stopped);
        return tally.part(stopped.isEmpty());
    }

    /** What is to be done, by run; empty where the ledger could not be listed. */
    private Optional<Map<RunKey, Supplier<String>>> toDo(Tally tally) {
        Map<RunKey, Instant> withoutJob = new LinkedHashMap<>();
        if (!tally.careful("open runs", () -> listOpen(withoutJob))) {
            return Optional.empty();
        }
        tally.saw(withoutJob.size());
        Map<RunKey, Supplier<String>> work = new TreeMap<>(Round.ORDER);
        Set<String> unlisted = live.eachIn(tally, (run, job) -> {
            boolean known = withoutJob.remove(run) != null;
            needs(run, job, known).ifPresent(step -> work.put(run, step));
        });
        withoutJob.forEach((run, since) -> work.put(run, () -> quiet.look(run, since, unlisted)));
        return Optional.of(work);
    }

    private void listOpen(Map<RunKey, Instant> open) {
        try (Stream<Runs.Pointer> pointers = runs.open()) {
            pointers.forEach(pointer -> open.put(pointer.run(), pointer.since()));
        }
    }

    /** What a live job calls for; mostly nothing. */
    private Optional<Supplier<String>> needs(RunKey run, JobSnapshot job, boolean isOpen) {
        if (!isOpen && isOld(job)) {
            return Optional.of(() -> quiet.withoutPointer(run, job));
        }
        return waits(job.state()) && waiting.mayBeTooLong(run, job)
                ? Optional.of(() -> waiting.look(run, job))
                : Optional.empty();
    }

    /** A younger one may have been made after the pointers were listed. */
    private boolean isOld(JobSnapshot job) {
        return clock.instant().isAfter(job.created().plus(Decision.FOUND_BY_NOW));
    }

    private static boolean waits(JobState state) {
        return switch (state) {
            case QUEUED, SCHEDULED -> true;
            case RUNNING, SUCCEEDED, FAILED, CANCELLED -> false;
            case DELETION_IN_PROGRESS, CANCELLATION_IN_PROGRESS, UNKNOWN -> false;
        };
    }
}
