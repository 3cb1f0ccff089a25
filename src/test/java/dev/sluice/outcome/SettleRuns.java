package dev.sluice.outcome;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.cost.CostsOf;
import dev.sluice.launch.Release;
import dev.sluice.launch.StartJob;
import dev.sluice.message.Announcer;
import dev.sluice.run.Ledger;
import dev.sluice.storage.ObjectStore;
import java.time.InstantSource;

/** Puts the second story together for tests. */
public final class SettleRuns {
    private SettleRuns() {}

    public static SettleRun of(
            BatchJobs jobs,
            Ledger ledger,
            ObjectStore store,
            StartJob start,
            Announcer announcer,
            Release release,
            InstantSource clock,
            SluiceConfig config) {
        return new SettleRun(
                jobs,
                ledger,
                new Inspection(store, CostsOf.config(config), clock),
                start,
                announcer,
                release,
                clock,
                config);
    }
}
