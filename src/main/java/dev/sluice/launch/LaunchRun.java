package dev.sluice.launch;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.catalog.Template;
import dev.sluice.message.Announcer;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Lease;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The first story: a request becomes one run, and the run one Batch job, however often the request is made.
 *
 * <p>Find the template → plan the job → accept the run in the ledger → note that it is open, and at the same time create the job.
 * Accepting is a create-only write: who finds a record there already goes by that record, never by today's catalog.
 */
@ApplicationScoped
public class LaunchRun {
    private static final Logger LOG = Logger.getLogger(LaunchRun.class);

    private final CurrentCatalog catalog;
    private final Drafts drafts;
    private final Planner planner;
    private final Ledger ledger;
    private final BatchJobs jobs;
    private final Announcer announcer;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Executor executor;
    private final String deployment;

    public LaunchRun(
            CurrentCatalog catalog,
            Drafts drafts,
            Planner planner,
            Ledger ledger,
            BatchJobs jobs,
            Announcer announcer,
            Tokens tokens,
            InstantSource clock,
            Executor executor,
            SluiceConfig config) {
        this.catalog = catalog;
        this.drafts = drafts;
        this.planner = planner;
        this.ledger = ledger;
        this.jobs = jobs;
        this.announcer = announcer;
        this.tokens = tokens;
        this.clock = clock;
        this.executor = executor;
        this.deployment = config.deployment();
    }

    /** Does what a request asks for; {@link RetryLater} when it is not certain that it was done. */
    public Outcome launch(RunRequest request) {
        Client client = catalog.get()
                .client(request.client())
                .orElseThrow(() -> new NoSuchElementException("no client " + request.client() + " in the catalog"));
        Optional<Template> template = drafts.templateFor(request, client);
        if (template.isEmpty() && client.hasMarker()) {
            return Outcome.ignored("data for a later marker: " + request.input().name());
        }
        Run draft = drafts.of(request, client, template);
        return template.map(found -> planner.plan(draft, client, found))
                .orElseGet(() -> new Plan.Refuse(Drafts.noTemplate(client)))
                .fold(job -> accept(draft, job), why -> reject(draft, why));
    }

    private Outcome accept(Run draft, JobSpec job) {
        Lease lease = newLease();
        Run run = draft.accepted(job, lease);
        Optional<Recorded> created = ledger.create(run);
        if (created.isPresent()) {
            return createJob(created.get());
        }
        Recorded existing = recorded(run);
        return isOurs(existing, lease) ? createJob(existing) : goOnFrom(existing);
    }

    private Outcome goOnFrom(Recorded existing) {
        Run run = existing.run();
        return switch (run.state()) {
            case ACCEPTED -> run.mayBeTakenUp(clock.instant()) ? createJob(existing) : leaveToItsDelivery(run);
            case HELD -> {
                ledger.hold(run.key());
                yield Outcome.of(Kind.HELD, run.key());
            }
            // a notice may have moved on a run whose pointer the delivery before could not write
            case QUEUED, SCHEDULED, RUNNING -> leaveToItsDelivery(run);
            case SUCCEEDED, FAILED, CANCELLED, REJECTED -> payOldDebts(run);
        };
    }

    private Outcome leaveToItsDelivery(Run run) {
        ledger.open(run.key());
        return Outcome.of(Kind.DUPLICATE, run.key());
    }

    /** Whoever recorded a verdict announces it; only where they gave that back, or must have died, does another. */
    private Outcome payOldDebts(Run run) {
        if (run.mayBeTakenUp(clock.instant())) {
            announcer.announceIfOwed(run);
        }
        return Outcome.of(Kind.DUPLICATE, run.key());
    }

    /** The pointer and the job, side by side; the event may be acknowledged only when both are there. */
    private Outcome createJob(Recorded recorded) {
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

    /** So that the next delivery need not wait for the lease to end; if this fails too, it does wait. */
    private void giveBack(Recorded recorded) {
        try {
            ledger.replace(recorded, recorded.run().givenBack());
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("run %s stays leased for %s: %s", recorded.run().id(), Lease.LASTS, e.getMessage());
        }
    }

    private Outcome fail(Recorded recorded, String reason, String hint) {
        Failure failure = Failure.of(FailureKind.INTERNAL, reason, hint);
        Lease lease = newLease();
        Run ended = recorded.run().ended(Verdict.failed(lease.since(), failure)).leased(lease);
        return ledger.replace(recorded, ended)
                .map(written -> announced(written, Kind.SETTLED, reason))
                .orElseGet(() -> announcedIfOurs(recorded(ended), lease, Kind.SETTLED, reason));
    }

    /** The pointer comes before the record, because a record without one would never be announced after a crash. */
    private Outcome reject(Run draft, Failure why) {
        Optional<Recorded> existing = ledger.find(draft.key());
        if (existing.isPresent()) {
            return goOnFrom(existing.get());
        }
        ledger.open(draft.key());
        Lease lease = newLease();
        return ledger.create(draft.ended(Verdict.rejected(lease.since(), why)).leased(lease))
                .map(written -> announced(written, Kind.REJECTED, why.reason()))
                .orElseGet(() -> announcedIfOurs(recorded(draft), lease, Kind.REJECTED, why.reason()));
    }

    private Outcome announcedIfOurs(Recorded existing, Lease lease, Kind kind, String detail) {
        return isOurs(existing, lease) ? announced(existing, kind, detail) : goOnFrom(existing);
    }

    private Outcome announced(Recorded recorded, Kind kind, String detail) {
        Run run = recorded.run();
        try {
            announcer.announce(run);
        } catch (RetryLater | GiveUp e) {
            giveBack(recorded);
            throw e;
        }
        return Outcome.of(kind, run.key(), detail);
    }

    /** Google's client repeats a write whose answer was lost, and then meets its own record. */
    private static boolean isOurs(Recorded existing, Lease lease) {
        return existing.run().lease().map(lease::equals).orElse(false);
    }

    private Lease newLease() {
        return new Lease(tokens.next(), clock.instant());
    }

    private Recorded recorded(Run run) {
        return ledger.find(run.key())
                .orElseThrow(() -> new RetryLater(
                        "read the record of run " + run.key(),
                        new NoSuchElementException("it was there a moment ago")));
    }
}
