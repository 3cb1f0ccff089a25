package dev.sluice.launch;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.cost.Costs;
import dev.sluice.cost.CostsOf;
import dev.sluice.message.Announcer;
import dev.sluice.run.Ledger;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Puts the first story together for tests. */
public final class LaunchRuns {
    private LaunchRuns() {}

    /** What makes the jobs, in both stories. Waiting for a turn moves the clock. */
    public static StartJob start(
            Ledger ledger,
            BatchJobs jobs,
            Announcer announcer,
            Pace pace,
            InstantSource clock,
            Executor executor,
            SluiceConfig config) {
        return new StartJob(
                ledger, jobs, announcer, pace, CostsOf.config(config), new Tokens(), clock, executor, config);
    }

    public static LaunchRun of(
            CurrentCatalog catalog,
            Ledger ledger,
            ClientUsage usage,
            Places places,
            StartJob start,
            Announcer announcer,
            InstantSource clock,
            SluiceConfig config) {
        Costs costs = CostsOf.config(config);
        return new LaunchRun(
                catalog,
                new Drafts(config),
                new Planner(config, new MoreMemory(costs)),
                new CostLimits(costs, usage),
                ledger,
                places,
                start,
                announcer,
                clock);
    }
}
