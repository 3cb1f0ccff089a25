package dev.sluice.launch;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.cost.Costs;
import dev.sluice.message.Announcer;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
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
import java.time.InstantSource;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Makes the job that an ACCEPTED record calls for, whichever attempt it is: notes that the run is open and, at the same time, creates the
 * job. It may be done again: the job's name follows from the run, and one that is there already is looked at and adopted. Where the
 * region takes no more jobs for now the run is held back.
 */
@ApplicationScoped
public class StartJob {
    private static final Logger LOG = Logger.getLogger(StartJob.class);

    private final Ledger ledger;
    private final BatchJobs jobs;
    private final Announcer announcer;
    private final Pace pace;
    private final Costs costs;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Executor executor;
    private final String deployment;

    public StartJob(
            Ledger ledger,
            BatchJobs jobs,
            Announcer announcer,
            Pace pace,
            Costs costs,
            Tokens tokens,
            InstantSource clock,
            Executor executor,
            SluiceConfig config) {
        this.ledger = ledger;
        this.jobs = jobs;
        this.announcer = announcer;
        this.pace = pace;
        this.costs = costs;
        this.tokens = tokens;
        this.clock = clock;
        this.executor = executor;
        this.deployment = config.deployment();
    }

    /** The right to do what a record calls for, from now on. */
    public Lease newLease() {
        return new Lease(tokens.next(), clock.instant());
    }

    /** Makes the job if the region has a turn for it, and otherwise holds the run back. */
    public Outcome start(Recorded recorded) {
        return pace.turn(recorded.run().job().name().location()) ? startNow(recorded) : holdBack(recorded);
    }

    /** The pointer first: a held run without one would be forgotten, and one without a held run is only looked at in vain. */
    private Outcome holdBack(Recorded recorded) {
        Run run = recorded.run();
        ledger.hold(run.key());
        return ledger.replace(recorded, run.heldBack(clock.instant()))
                .map(held -> Outcome.of(Kind.HELD, run.key(), "Batch takes no more jobs there for now"))
                .orElseGet(() -> Outcome.of(Kind.DUPLICATE, run.key(), "somebody went on with the run meanwhile"));
    }

    /** The pointer and the job, side by side; {@link RetryLater} unless it is certain that both are there. */
    Outcome startNow(Recorded recorded) {
        Run run = recorded.run();
        Pending pointer = Pending.start(executor, () -> ledger.open(run.key()));
        try {
            Supplier<Outcome> next = tryToCreate(recorded);
            pointer.await();
            return next.get();
        } catch (RetryLater | GiveUp e) {
            pointer.settle();
            giveBack(recorded);
            throw e;
        }
    }

    private Supplier<Outcome> tryToCreate(Recorded recorded) {
        Run run = recorded.run();
        try {
            return switch (jobs.create(run.job())) {
                case CREATED -> () -> Outcome.of(Kind.CREATED, run.key());
                case ALREADY_EXISTS -> () -> adopt(recorded, run.job());
            };
        } catch (GiveUp e) {
            return () -> fail(
                    recorded,
                    "Batch refused the job: " + e.getMessage(),
                    "What Batch objects to is in the template, or in what the service's account may do.");
        }
    }

    private Outcome adopt(Recorded recorded, JobSpec job) {
        Run run = recorded.run();
        JobSnapshot found = jobs.find(job.name())
                .orElseThrow(() -> new RetryLater(
                        "find job " + job.name(), new NoSuchElementException("it exists, but is not to be had yet")));
        if (!JobLabels.runOf(found, deployment).equals(Optional.of(run.key()))) {
            return fail(
                    recorded,
                    "somebody else's job has the name " + job.name(),
                    "Delete that job, or rename it, and start the run again.");
        }
        ledger.replace(recorded, run.advanced(RunState.QUEUED, clock.instant(), found.uid()));
        return Outcome.of(Kind.CREATED, run.key(), "the job was there already");
    }

    private Outcome fail(Recorded recorded, String reason, String hint) {
        Failure failure = Failure.of(FailureKind.INTERNAL, reason, hint);
        Lease lease = newLease();
        Run ended = recorded.run()
                .ended(Verdict.failed(lease.since(), failure, costs.of(recorded.run(), Optional.of(Duration.ZERO))))
                .leased(lease);
        return ledger.replace(recorded, ended)
                .or(() -> ours(ended.key(), lease))
                .map(written -> announced(written, Kind.SETTLED, reason))
                // somebody else went on with the run meanwhile, and answers for it
                .orElseGet(() -> Outcome.of(Kind.DUPLICATE, ended.key()));
    }

    /** Google's client repeats a write whose answer was lost, and then meets its own record. */
    private Optional<Recorded> ours(RunKey key, Lease lease) {
        return ledger.find(key).filter(existing -> existing.run().lease().equals(Optional.of(lease)));
    }

    /** Announces a run that ended without a job; where that fails the next delivery may, at once. */
    Outcome announced(Recorded recorded, Kind kind, String detail) {
        Run run = recorded.run();
        try {
            announcer.announce(run);
        } catch (RetryLater | GiveUp e) {
            giveBack(recorded);
            throw e;
        }
        return Outcome.of(kind, run.key(), detail);
    }

    /** So that the next delivery need not wait for the lease to end; if this fails too, it does wait. */
    private void giveBack(Recorded recorded) {
        try {
            ledger.replace(recorded, recorded.run().givenBack());
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("run %s stays leased for %s: %s", recorded.run().id(), Lease.LASTS, e.getMessage());
        }
    }
}
