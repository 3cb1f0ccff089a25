package dev.sluice.launch;

import dev.sluice.RetryLater;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.catalog.Product;
import dev.sluice.catalog.Template;
import dev.sluice.message.Announcer;
import dev.sluice.run.Failure;
import dev.sluice.run.Lease;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Planned;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The first story: a request becomes one run, and the run one Batch job, however often the request is made.
 *
 * <p>Find the template → plan the jobs → hold them against the cost limits → accept the run in the ledger, or hold it → start its job. Accepting is a create-only write: who finds a
 * record there already goes by that record, never by today's catalog.
 */
@ApplicationScoped
public class LaunchRun {
    private final CurrentCatalog catalog;
    private final Drafts drafts;
    private final Planner planner;
    private final CostLimits limits;
    private final Ledger ledger;
    private final Places places;
    private final StartJob start;
    private final Announcer announcer;
    private final InstantSource clock;

    public LaunchRun(
            CurrentCatalog catalog,
            Drafts drafts,
            Planner planner,
            CostLimits limits,
            Ledger ledger,
            Places places,
            StartJob start,
            Announcer announcer,
            InstantSource clock) {
        this.catalog = catalog;
        this.drafts = drafts;
        this.planner = planner;
        this.limits = limits;
        this.ledger = ledger;
        this.places = places;
        this.start = start;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Does what a request asks for; {@link RetryLater} when it is not certain that it was done. */
    public Outcome launch(RunRequest request) {
        Client client = known(request, catalog.get().client(request.client()));
        Product product = known(request, catalog.get().product(request.client().product()));
        Optional<Template> template = drafts.templateFor(request, client);
        if (template.isEmpty() && client.hasMarker()) {
            return Outcome.ignored("data for a later marker: " + request.input().name());
        }
        Run draft = drafts.of(request, client, template);
        return template.map(found -> planner.plan(draft, product, client, found))
                .orElseGet(() -> new Plan.Refuse(Drafts.noTemplate(client)))
                .<Plan>fold(plan -> limits.within(draft, product, client, plan), Plan.Refuse::new)
                .fold(plan -> accept(client, draft, plan), why -> reject(draft, why));
    }

    private static <T> T known(RunRequest request, Optional<T> found) {
        return found.orElseThrow(() -> new NoSuchElementException("no client " + request.client() + " in the catalog"));
    }

    private Outcome accept(Client client, Run draft, Planned plan) {
        if (!places.take(client, draft.key())) {
            return hold(draft, plan);
        }
        Lease lease = start.newLease();
        Run run = draft.accepted(plan, lease);
        Optional<Recorded> created = ledger.create(run);
        if (created.isPresent()) {
            return start.start(created.get());
        }
        Recorded existing = recorded(run);
        return isOurs(existing, lease) ? start.start(existing) : goOnFrom(existing);
    }

    private Outcome hold(Run draft, Planned plan) {
        return ledger.create(draft.held(plan, clock.instant()))
                .map(this::waits)
                .orElseGet(() -> goOnFrom(recorded(draft)));
    }

    private Outcome waits(Recorded held) {
        RunKey key = held.run().key();
        ledger.hold(key);
        return Outcome.of(Kind.HELD, key, "client " + key.client() + " has all the runs open that it may have");
    }

    /** Goes on with a run that was recorded before, from where its record says it stands. */
    public Outcome goOnFrom(Recorded existing) {
        Run run = existing.run();
        return switch (run.state()) {
            case HELD -> {
                ledger.hold(run.key());
                yield Outcome.of(Kind.HELD, run.key());
            }
            case ACCEPTED -> run.mayBeTakenUp(clock.instant()) ? start.start(existing) : leaveToItsDelivery(run);
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
        places.leave(run);
        if (run.mayBeTakenUp(clock.instant())) {
            announcer.announceIfOwed(run);
        }
        return Outcome.of(Kind.DUPLICATE, run.key());
    }

    /** The pointer comes before the record, because a record without one would never be announced after a crash. */
    private Outcome reject(Run draft, Failure why) {
        Optional<Recorded> existing = ledger.find(draft.key());
        if (existing.isPresent()) {
            return goOnFrom(existing.get());
        }
        ledger.open(draft.key());
        Lease lease = start.newLease();
        return ledger.create(draft.ended(Verdict.rejected(lease.since(), why)).leased(lease))
                .map(written -> start.announced(written, Kind.REJECTED, why.reason()))
                .orElseGet(() -> announcedIfOurs(recorded(draft), lease, why.reason()));
    }

    private Outcome announcedIfOurs(Recorded existing, Lease lease, String detail) {
        return isOurs(existing, lease) ? start.announced(existing, Kind.REJECTED, detail) : goOnFrom(existing);
    }

    /** Google's client repeats a write whose answer was lost, and then meets its own record. */
    private static boolean isOurs(Recorded existing, Lease lease) {
        return existing.run().lease().map(lease::equals).orElse(false);
    }

    private Recorded recorded(Run run) {
        return ledger.find(run.key())
                .orElseThrow(() -> new RetryLater(
                        "read the record of run " + run.key(),
                        new NoSuchElementException("it was there a moment ago")));
    }
}
