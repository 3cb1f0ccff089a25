package dev.sluice.outcome;

import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.launch.JobLabels;
import dev.sluice.message.Announcer;
import dev.sluice.run.Decision;
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
 * <p>Ask Batch → find the run → decide → look at the outputs → record the verdict → announce it. The verdict is recorded before
 * anything is said, so that however often and by how many this is done, all say the same.
 */
@ApplicationScoped
public class SettleRun {
    /** Longer than it takes to announce a run, if nothing is in the way. */
    private static final Duration ANNOUNCING_TAKES = Duration.ofSeconds(20);

    private final Turns turns = new Turns();
    private final BatchJobs jobs;
    private final Ledger ledger;
    private final Inspection inspection;
    private final Announcer announcer;
    private final InstantSource clock;
    private final String deployment;

    public SettleRun(
            BatchJobs jobs,
            Ledger ledger,
            Inspection inspection,
            Announcer announcer,
            InstantSource clock,
            SluiceConfig config) {
        this.jobs = jobs;
        this.ledger = ledger;
        this.inspection = inspection;
        this.announcer = announcer;
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
        Optional<RunKey> key = JobLabels.runOf(job, deployment);
        if (key.isEmpty()) {
            return Outcome.ignored("the job is not of deployment " + deployment);
        }
        return turns.take(key.get(), () -> settle(key.get(), job));
    }

    private Outcome settle(RunKey key, JobSnapshot job) {
        return ledger.find(key)
                .map(recorded -> settle(recorded, job))
                .orElseGet(() -> Outcome.ignored("there is no record of run " + key));
    }

    private Outcome settle(Recorded recorded, JobSnapshot job) {
        if (recorded.run().state().isTerminal()) {
            return payDebts(recorded.run());
        }
        return Decision.decide(recorded.run(), job)
                .fold(
                        stay -> Outcome.of(Kind.IGNORED, recorded.run().key(), stay.why()),
                        advance -> advance(recorded, advance.to(), job),
                        end -> end(recorded, end.as(), job));
    }

    /** Intermediate states are for people to see: one try to write them, and losing it is fine. */
    private Outcome advance(Recorded recorded, RunState next, JobSnapshot job) {
        Run run = recorded.run();
        boolean written = ledger.replace(recorded, run.advanced(next, clock.instant(), job.uid()))
                .isPresent();
        return Outcome.of(written ? Kind.ADVANCED : Kind.DUPLICATE, run.key(), next.name());
    }

    private Outcome end(Recorded recorded, RunState as, JobSnapshot job) {
        Run run = recorded.run();
        Verdict verdict = inspection.judge(run, as, job);
        Optional<Recorded> ended = ledger.replace(recorded, run.ended(verdict));
        if (ended.isEmpty()) {
            // somebody wrote the record in between: a verdict of theirs counts, and if it was none yet, ours has still
            // to be written
            return settle(run.key(), job);
        }
        announcer.announce(ended.get().run());
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
