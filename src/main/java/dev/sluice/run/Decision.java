package dev.sluice.run;

import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import java.util.function.Function;

/** What follows for a run from what Batch shows of its job. Pure: the same record and snapshot always give the same. */
public sealed interface Decision {
    /** Nothing follows. */
    record Stay(String why) implements Decision {
        @Override
        public <T> T fold(Function<Stay, T> stay, Function<Advance, T> advance, Function<End, T> end) {
            return stay.apply(this);
        }
    }

    /** The run is now in a later, not yet terminal state. */
    record Advance(RunState to) implements Decision {
        @Override
        public <T> T fold(Function<Stay, T> stay, Function<Advance, T> advance, Function<End, T> end) {
            return advance.apply(this);
        }
    }

    /** The job has ended; whether a SUCCEEDED job makes a SUCCEEDED run is seen from its outputs. */
    record End(RunState as) implements Decision {
        @Override
        public <T> T fold(Function<Stay, T> stay, Function<Advance, T> advance, Function<End, T> end) {
            return end.apply(this);
        }
    }

    /** One answer for each case. */
    <T> T fold(Function<Stay, T> stay, Function<Advance, T> advance, Function<End, T> end);

    /** Decides for a run and the job that carries its labels. */
    static Decision decide(Run run, JobSnapshot job) {
        return run.lastAttempt()
                .map(attempt ->
                        isOf(attempt, job) ? follow(run.state(), job.state()) : new Stay("not the last attempt"))
                .orElseGet(() -> new Stay("the run has no job"));
    }

    private static boolean isOf(Attempt attempt, JobSnapshot job) {
        return attempt.job().name().location().equals(job.name().location())
                && attempt.job().name().id().equals(job.name().id())
                && attempt.jobUid().map(job.uid()::equals).orElse(true);
    }

    private static Decision follow(RunState now, JobState job) {
        return switch (job) {
            case QUEUED -> advance(now, RunState.QUEUED);
            case SCHEDULED -> advance(now, RunState.SCHEDULED);
            case RUNNING -> advance(now, RunState.RUNNING);
            case SUCCEEDED -> end(now, RunState.SUCCEEDED);
            case FAILED -> end(now, RunState.FAILED);
            case CANCELLED -> end(now, RunState.CANCELLED);
            case DELETION_IN_PROGRESS, CANCELLATION_IN_PROGRESS, UNKNOWN -> new Stay("the job is " + job);
        };
    }

    private static Decision advance(RunState now, RunState next) {
        return now.mayBecome(next) ? new Advance(next) : new Stay("the run is " + now + " already");
    }

    private static Decision end(RunState now, RunState next) {
        return now.mayBecome(next) ? new End(next) : new Stay("the run has ended already, " + now);
    }
}
