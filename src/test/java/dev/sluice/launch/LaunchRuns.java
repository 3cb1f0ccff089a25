package dev.sluice.launch;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.message.Announcer;
import dev.sluice.run.Ledger;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Puts the first story together for tests. */
public final class LaunchRuns {
    private LaunchRuns() {}

    public static LaunchRun of(
            CurrentCatalog catalog,
            Ledger ledger,
            BatchJobs jobs,
            Announcer announcer,
            InstantSource clock,
            Executor executor,
            SluiceConfig config) {
        return new LaunchRun(
                catalog,
                new Drafts(config),
                new Planner(config),
                ledger,
                jobs,
                announcer,
                new Tokens(),
                clock,
                executor,
                config);
    }
}
