package dev.sluice.run;

import dev.sluice.batch.JobSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What follows for a run from what Batch shows of its job. Pure: the same record, snapshot and time always give the same. The job's
 * state decides first; what its events say only tells failures apart.
 */
public sealed interface Decision {
    /** So long after its job was to be created NOT_FOUND is no delay of Batch's any more. */
    Duration FOUND_BY_NOW = Duration.ofMinutes(10);

    /** Nothing follows. */
    record Stay(String why) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.stay().apply(this);
        }
    }

    /** The run is now in a later, not yet terminal state. */
    record Advance(RunState to) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.advance().apply(this);
        }
    }

    /** The job is to be cancelled; the intent is written down before Batch is asked. */
    record Cancel(Intent why) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.cancel().apply(this);
        }
    }

    /**
     * The attempt came to nothing through no fault of the job's, and there is another one to try.
     *
     * @param moreMemory whether it should have more memory
     */
    record Next(Failure failure, boolean moreMemory) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.next().apply(this);
        }
    }

    /** The job has ended, and the run with it; whether a SUCCEEDED job makes a SUCCEEDED run is seen from its outputs. */
    record End(RunState as, Optional<Failure> failure) implements Decision {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.end().apply(this);
        }
    }

    /** One answer for each case. */
    <T> T fold(Cases<T> cases);

    /** What to do in each case. */
    record Cases<T>(
            Function<Stay, T> stay,
            Function<Advance, T> advance,
            Function<Cancel, T> cancel,
            Function<Next, T> next,
            Function<End, T> end) {}

    /** Decides for a run and the job that carries its labels. */
    static Decision decide(Run run, JobSnapshot job, Instant now) {
        if (run.state().isTerminal()) {
            return new Stay("the run has ended already, " + run.state());
        }
        return run.lastAttempt()
                .map(attempt -> isOf(attempt, job)
                        ? follow(new Situation(run, attempt, job, now))
                        : new Stay("not the last attempt"))
                .orElseGet(() -> new Stay("the run has no job"));
    }

    /** Decides for a run whose job is not to be found. */
    static Decision decideWithoutJob(Run run, Instant now) {
        return switch (run.state()) {
            case HELD, ACCEPTED -> new Stay("its job is still to be created");
            case QUEUED, SCHEDULED, RUNNING ->
                isMissed(run, now) ? vanished(run) : new Stay("the job is not to be found yet");
            case SUCCEEDED, FAILED, CANCELLED, REJECTED -> new Stay("the run has ended already, " + run.state());
        };
    }

    private static boolean isMissed(Run run, Instant now) {
        return run.attemptSince()
                .map(since -> now.isAfter(since.plus(FOUND_BY_NOW)))
                .orElse(true);
    }

    private static Decision vanished(Run run) {
        boolean wanted = run.lastAttempt()
                .flatMap(Attempt::intent)
                .map(intent -> intent.kind() == Intent.Kind.REPLACE)
                .orElse(true);
        return wanted
                ? new End(
                        RunState.FAILED,
                        Optional.of(JobFailure.vanished(run.job().name())))
                : end(RunState.CANCELLED);
    }

    private static boolean isOf(Attempt attempt, JobSnapshot job) {
        return attempt.job().name().location().equals(job.name().location())
                && attempt.job().name().id().equals(job.name().id())
                && attempt.jobUid().map(job.uid()::equals).orElse(true);
    }

    private static Decision follow(Situation now) {
        return switch (now.job().state()) {
            case QUEUED -> waiting(now, RunState.QUEUED);
            case SCHEDULED -> waiting(now, RunState.SCHEDULED);
            case RUNNING -> running(now);
            case SUCCEEDED -> end(RunState.SUCCEEDED);
            case FAILED -> failed(now);
            case CANCELLED -> cancelled(now);
            case DELETION_IN_PROGRESS, CANCELLATION_IN_PROGRESS, UNKNOWN ->
                new Stay("the job is " + now.job().state());
        };
    }

    private static Decision waiting(Situation now, RunState state) {
        return now.intent()
                .or(() -> now.waitsTooLong() ? Optional.of(now.giveUpWaiting()) : Optional.empty())
                .<Decision>map(Cancel::new)
                .orElseGet(() -> advance(now.run(), state));
    }

    /** A job that began just before it was to be replaced may go on; one that a person wants gone may not. */
    private static Decision running(Situation now) {
        return now.intent()
                .filter(intent -> intent.kind() == Intent.Kind.CANCEL)
                .<Decision>map(Cancel::new)
                .orElseGet(() -> advance(now.run(), RunState.RUNNING));
    }

    private static Decision advance(Run run, RunState next) {
        return run.state().mayBecome(next) ? new Advance(next) : new Stay("the run is " + run.state() + " already");
    }

    private static Decision failed(Situation now) {
        Failure failure = JobFailure.of(now.job());
        if (!failure.isInfrastructure()) {
            return new End(RunState.FAILED, Optional.of(failure));
        }
        return now.intent()
                        .filter(intent -> intent.kind() == Intent.Kind.CANCEL)
                        .isPresent()
                ? end(RunState.CANCELLED)
                : another(now.run(), failure);
    }

    private static Decision cancelled(Situation now) {
        return now.intent()
                .filter(intent -> intent.kind() == Intent.Kind.REPLACE)
                .map(intent -> another(now.run(), JobFailure.neverBegan(now.job(), intent)))
                .orElseGet(() -> end(RunState.CANCELLED));
    }

    private static Decision another(Run run, Failure failure) {
        return run.reserve().isEmpty() || JobFailure.hadItsRepeats(run, failure)
                ? new End(RunState.FAILED, Optional.of(JobFailure.forGood(run, failure)))
                : new Next(failure, JobFailure.callsForMemory(run, failure));
    }

    private static Decision end(RunState as) {
        return new End(as, Optional.empty());
    }

    /** A run, its last attempt, that attempt's job, and the time. */
    record Situation(Run run, Attempt attempt, JobSnapshot job, Instant now) {
        Optional<Intent> intent() {
            return attempt.intent();
        }

        boolean waitsTooLong() {
            return now.isAfter(job.created().plus(run.reserve().queueLimit()));
        }

        Intent giveUpWaiting() {
            return Intent.replace(
                    "the job has been %s for more than %s%s"
                            .formatted(
                                    job.state(),
                                    run.reserve()
                                            .queueLimit()
                                            .toString()
                                            .substring(2)
                                            .toLowerCase(java.util.Locale.ROOT),
                                    JobFailure.lastWord(job)
                                            .map(word -> ": " + word)
                                            .orElse("")),
                    now);
        }
    }
}
