package dev.sluice.outcome;

import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.launch.JobLabels;
import dev.sluice.launch.Release;
import dev.sluice.launch.StartJob;
import dev.sluice.message.Announcer;
import dev.sluice.run.AttemptEnd;
import dev.sluice.run.Decision;
import dev.sluice.run.Intent;
import dev.sluice.run.Lease;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The second story: a job's state becomes the run's, and in the end a verdict that the client hears of.
 *
 * <p>Ask Batch → find the run → decide → look at the outputs → record the verdict → announce it; or record the next attempt → start its job.
 * Whatever follows is recorded before it is done, so that however often and by how many this is done, all do the same.
 */
@ApplicationScoped
public class SettleRun {
    /** Longer than it takes to announce a run, if nothing is in the way. */
    public static final Duration ANNOUNCING_TAKES = Duration.ofSeconds(20);

    private final Turns turns = new Turns();
    private final BatchJobs jobs;
    private final Ledger ledger;
    private final Inspection inspection;
    private final StartJob start;
    private final Announcer announcer;
    private final Release release;
    private final InstantSource clock;
    private final String deployment;

    public SettleRun(
            BatchJobs jobs,
            Ledger ledger,
            Inspection inspection,
            StartJob start,
            Announcer announcer,
            Release release,
            InstantSource clock,
            SluiceConfig config) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.inspection = inspection;
        this.start = start;
        this.announcer = announcer;
        this.release = release;
        this.clock = clock;
        this.deployment = config.deployment();
    }

    /** Follows a notice: looks at the job it names, in the project it was made in. */
    public Outcome settle(JobNotice notice) {
        Optional<JobSnapshot> found = jobs.find(notice.job());
        if (found.isEmpty()) {
            return Outcome.ignored("there is no job " + notice.job());
        }
        JobSnapshot job = found.get();
        if (!notice.uid().map(job.uid()::equals).orElse(true)) {
            return Outcome.ignored("the notice is about an earlier job of this name");
        }
        return JobLabels.runOf(job, deployment)
                .map(key -> settle(key, Optional.of(job)))
                .orElseGet(() -> Outcome.ignored("the job is not of deployment " + deployment));
    }

    /** Looks at a run that nobody told of: at the job of its last attempt, which may be gone, or somebody else's of the same name. */
    public Outcome settle(Recorded recorded) {
        RunKey key = recorded.run().key();
        Optional<JobSnapshot> job = jobs.find(recorded.run().job().name())
                .filter(found -> JobLabels.runOf(found, deployment).equals(Optional.of(key)));
        return settle(key, job);
    }

    private Outcome settle(RunKey key, Optional<JobSnapshot> job) {
        return turns.take(key, () -> settled(key, job));
    }

    private Outcome settled(RunKey key, Optional<JobSnapshot> job) {
        return ledger.find(key)
                .map(recorded -> settle(recorded, job))
                .orElseGet(() -> Outcome.ignored("there is no record of run " + key));
    }

    private Outcome settle(Recorded recorded, Optional<JobSnapshot> job) {
        Run run = recorded.run();
        if (run.state().isTerminal()) {
            return payDebts(run);
        }
        Instant now = clock.instant();
        return job.map(seen -> Decision.decide(run, seen, now))
                .orElseGet(() -> Decision.decideWithoutJob(run, now))
                .fold(new Decision.Cases<>(
                        stay -> stay(recorded, stay, now),
                        advance -> advance(recorded, advance.to(), job.orElseThrow()),
                        cancel -> cancel(recorded, cancel.why()),
                        next -> next(recorded, next, job.orElseThrow()),
                        end -> end(recorded, end, job)));
    }

    /**
     * The job may be there and its run's pointer not yet, if whoever made it died between the two; and a verdict without a pointer would
     * never be announced if whoever records it dies too. Once a run is past ACCEPTED its pointer was seen to.
     */
    private void makeSureOfPointer(Run run) {
        if (run.state() == RunState.ACCEPTED) {
            ledger.open(run.key());
        }
    }

    /** Nothing follows from the job, but a later attempt may wait for one that nobody makes. */
    private Outcome stay(Recorded recorded, Decision.Stay stay, Instant now) {
        Run run = recorded.run();
        return run.state() == RunState.ACCEPTED && run.mayBeTakenUp(now)
                ? start.start(recorded)
                : Outcome.of(Kind.IGNORED, run.key(), stay.why());
    }

    /** Intermediate states are for people to see: one try to write them, and losing it is fine. */
    private Outcome advance(Recorded recorded, RunState next, JobSnapshot job) {
        Run run = recorded.run();
        makeSureOfPointer(run);
        boolean written = ledger.replace(recorded, run.advanced(next, clock.instant(), job.uid()))
                .isPresent();
        return Outcome.of(written ? Kind.ADVANCED : Kind.DUPLICATE, run.key(), next.name());
    }

    /** The intent comes first: whoever sees the job CANCELLED must know what it was cancelled for. */
    private Outcome cancel(Recorded recorded, Intent why) {
        Run run = recorded.run();
        makeSureOfPointer(run);
        boolean known =
                run.lastAttempt().flatMap(dev.sluice.run.Attempt::intent).isPresent();
        if (!known && ledger.replace(recorded, run.unwanted(why)).isEmpty()) {
            return Outcome.of(Kind.DUPLICATE, run.key(), "somebody wrote the record in between");
        }
        jobs.cancel(run.job().name());
        return Outcome.of(Kind.ADVANCED, run.key(), "cancelling the job: " + why.why());
    }

    private Outcome next(Recorded recorded, Decision.Next next, JobSnapshot job) {
        Run run = recorded.run();
        Lease lease = start.newLease();
        AttemptEnd end = new AttemptEnd(lease.since(), next.failure(), job.ran());
        Optional<Recorded> retried = ledger.replace(recorded, run.retried(end, next.moreMemory(), lease))
                // Google's client repeats a write whose answer was lost, and then meets its own record
                .or(() -> ledger.find(run.key())
                        .filter(existing -> existing.run().lease().equals(Optional.of(lease))));
        if (retried.isEmpty()) {
            // somebody wrote the record in between; what they wrote may still call for this
            return settled(run.key(), Optional.of(job));
        }
        start.start(retried.get());
        return Outcome.of(
                Kind.RETRIED,
                run.key(),
                "attempt " + retried.get().run().attempts().size() + " after "
                        + next.failure().kind());
    }

    private Outcome end(Recorded recorded, Decision.End end, Optional<JobSnapshot> job) {
        Run run = recorded.run();
        makeSureOfPointer(run);
        Verdict verdict = inspection.judge(run, end, job);
        Optional<Recorded> ended = ledger.replace(recorded, run.ended(verdict));
        if (ended.isEmpty()) {
            // somebody wrote the record in between: a verdict of theirs counts, and if it was none yet, ours has still
            // to be written
            return settled(run.key(), job);
        }
        announcer.announce(ended.get().run());
        release.afterEnd(ended.get().run());
        return Outcome.of(Kind.SETTLED, run.key(), verdict.state().name());
    }

    /**
     * Whoever recorded the verdict announces it. Only when that is long ago and still owed did they not live to do it; until then
     * the sender has to come again, for nobody else may know of this run's end.
     */
    private Outcome payDebts(Run run) {
        if (!ledger.isOpen(run.key())) {
            return Outcome.of(Kind.DUPLICATE, run.key(), run.state().name());
        }
        Instant longAgo = clock.instant().minus(ANNOUNCING_TAKES);
        if (run.verdict().map(Verdict::at).map(longAgo::isBefore).orElse(false)) {
            throw new RetryLater(
                    "know that run " + run.key() + " was announced",
                    new IllegalStateException("it ended a moment ago, and whoever recorded that is about to"));
        }
        announcer.announce(run);
        return Outcome.of(Kind.SETTLED, run.key(), run.state().name());
    }
}
