package dev.sluice.reconcile;

import dev.sluice.World;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.outcome.SettleRun;
import dev.sluice.outcome.SettleRuns;
import dev.sluice.run.Runs;
import java.time.Duration;
import java.time.InstantSource;

/** Puts the pass together for tests, as an instance that has just started with the catalog as it is in the folder now. */
public final class Passes {
    private static final Duration BUDGET = Duration.ofSeconds(50);

    private Passes() {}

    /** One pass by an instance of its own. */
    public static PassReport pass(World world) {
        return of(world, world.clock).run(world.clock.instant().plus(BUDGET));
    }

    /** @param clock by which the pass is short of time, or not */
    public static ReconcilePass of(World world, InstantSource clock) {
        return of(world, clock, new ReleasedRuns(world.release(), world.clock), new OwedCallBacks(world.callBacks));
    }

    static ReconcilePass of(World world, InstantSource clock, HeldRuns held, CallBackRound callBacks) {
        CurrentCatalog catalog = new CurrentCatalog(new CatalogFolder().load(world.config.catalog()));
        Runs runs = new Runs(world.store, world.ledger, world.clock, world.config);
        SettleRun settle = SettleRuns.of(
                world.jobs,
                world.ledger,
                world.store,
                world.start,
                world.announcer,
                world.release(),
                world.clock,
                world.config);
        Notes notes = new Notes(world.store, world.config);
        OpenRuns open = new OpenRuns(
                runs,
                new LiveJobs(world.jobs, catalog, world.config),
                new QuietRun(world.ledger, world.launch(), settle, world.announcer, world.clock),
                new WaitingJob(catalog, world.ledger, settle, world.clock),
                new Cursor(notes, world.clock),
                clock);
        LostInputs inputs = new LostInputs(
                catalog,
                world.store,
                world.ledger,
                world.launch(),
                new LostPointers(world.ledger, world.clock),
                new InputsTurn(notes, world.clock, world.config),
                clock,
                world.config);
        return new ReconcilePass(open, held, callBacks, inputs, clock);
    }
}
