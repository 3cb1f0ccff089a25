package dev.sluice.proof;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.callback.WiredPoster;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.Pace;
import dev.sluice.message.StatusPublisher;
import dev.sluice.storage.ObjectStore;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/**
 * All that an instance of the service reaches of the outside.
 *
 * @param poster posts callbacks; its type is its room's own
 * @param pause lets time pass
 */
record Ports(
        ObjectStore store,
        BatchJobs jobs,
        StatusPublisher topics,
        Object poster,
        InstantSource clock,
        Pace.Pause pause) {
    /** A new instance of the service at the other end of a wire. */
    Service start(Wire wire, Executor executor, SluiceConfig config, Catalog catalog) {
        return new WiredService(new Wiring()
                .with(ObjectStore.class, new WiredStore(store, wire))
                .with(BatchJobs.class, new WiredJobs(jobs, wire))
                .with(StatusPublisher.class, new WiredTopics(topics, wire))
                .with("dev.sluice.message.CallbackStart", "dev.sluice.callback.CallBack")
                .with(InstantSource.class, clock)
                .with(Executor.class, executor)
                .with("dev.sluice.reconcile.HeldRuns", "dev.sluice.reconcile.ReleasedRuns")
                .with("dev.sluice.reconcile.CallBackRound", "dev.sluice.reconcile.OwedCallBacks")
                .withOwn(
                        WiredPoster.port(),
                        WiredPoster.over(
                                poster,
                                (make, lost) -> wire.pass(new Call<>(true, () -> "post the callback", make, lost))))
                .with(Pace.class, new Pace(config, clock, pause))
                .with(SluiceConfig.class, config)
                .with(CurrentCatalog.class, new CurrentCatalog(catalog)));
    }
}
