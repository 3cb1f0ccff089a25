package dev.sluice.proof;

import dev.sluice.SluiceConfig;
import dev.sluice.TestConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.callback.Receiver;
import dev.sluice.callback.WiredPoster;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.flow.LocalClouds;
import dev.sluice.flow.Topics;
import dev.sluice.gcp.GoogleAdapters;
import dev.sluice.launch.Pace;
import dev.sluice.local.LocalCloud;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import dev.sluice.message.StatusPublisher;
import dev.sluice.run.Json;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A local cloud with faults and a clock that is moved, and what makes instances of the service on it, over Google's clients. */
final class EmulatorStage implements AutoCloseable {
    private static final String LEDGER = "sluice-ledger";
    /** So short that repeats by Google's client do not hide most of the trouble. */
    private static final String CALL_TIMEOUT = "600ms";

    private static final List<String> DEBTS = List.of("open/", "held/", "callbacks/");

    final LocalClock clock = LocalClock.running();
    final Faults faults;
    final LocalCloud cloud;
    final GoogleAdapters google;
    final Topics topics;
    final ObjectStore store;
    final SluiceConfig config;
    final Receiver thirdParty = new Receiver(clock);
    private final CurrentCatalog catalog;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    EmulatorStage(Path folder, long seed) {
        this.faults = new Faults(seed, clock);
        this.config = TestConfig.with(
                EmulatorCatalog.in(folder.resolve("catalog")),
                Map.of("sluice.project-number", LocalCloud.PROJECT_NUMBER, "sluice.ledger-bucket", LEDGER));
        this.catalog = new CurrentCatalog(new CatalogFolder().load(config.catalog()));
        this.cloud = LocalClouds.withoutProcesses(folder.resolve("cloud"), faults, clock);
        this.google = new GoogleAdapters(cloud, CALL_TIMEOUT);
        this.topics = new Topics(cloud);
        this.store = google.store();
        cloud.storage().createBucket(LEDGER);
        EmulatorCatalog.CLIENTS.forEach(topics::listen);
    }

    /** From now on the cloud pushes to the receiver. */
    void pushTo(PushReceiver receiver) {
        cloud.bucketWithEvents(EmulatorCatalog.BUCKET, receiver.address());
        cloud.notices(config.batchNotificationsTopic(), receiver.address());
    }

    /** A new instance of the service. @param loses whether a callback's answer is lost */
    Wiring instance(BooleanSupplier loses) {
        return new Wiring()
                .with(ObjectStore.class, store)
                .with(BatchJobs.class, google.jobs())
                .with(StatusPublisher.class, google.publisher())
                .with("dev.sluice.message.CallbackStart", "dev.sluice.callback.CallBack")
                .with(InstantSource.class, clock)
                .with(Executor.class, threads)
                .with("dev.sluice.reconcile.HeldRuns", "dev.sluice.reconcile.ReleasedRuns")
                .with("dev.sluice.reconcile.CallBackRound", "dev.sluice.reconcile.OwedCallBacks")
                .withOwn(WiredPoster.port(), WiredPoster.over(thirdParty, (make, lost) -> {
                    Object answer = make.get();
                    return loses.getAsBoolean() ? lost.get() : answer;
                }))
                .with(Pace.class, new Pace(config, clock, clock::advance))
                .with(SluiceConfig.class, config)
                .with(CurrentCatalog.class, catalog);
    }

    /** Every object that a client has uploaded and nobody replaced since. */
    List<StoredObject> inputs() {
        return store.list(EmulatorCatalog.BUCKET, "")
                .filter(object -> object.name().name().contains("/inputs/"))
                .toList();
    }

    /** Every record of a run, as a list shows it. */
    List<StoredObject> records() {
        return store.list(LEDGER, "runs/").toList();
    }

    List<Run> runs() {
        return records().stream()
                .map(record -> Json.read(store.read(record.name()).orElseThrow().bytes(), Run.class))
                .toList();
    }

    /** What is still owed to anybody: a run's job or message, a place, a callback. */
    List<String> pointers() {
        return DEBTS.stream()
                .flatMap(debt -> store.list(LEDGER, debt))
                .map(object -> object.name().name())
                .toList();
    }

    List<JobSnapshot> jobs() {
        return EmulatorCatalog.REGIONS.stream().flatMap(google::jobsIn).toList();
    }

    @Override
    public void close() throws Exception {
        topics.close();
        google.close();
        cloud.close();
        threads.shutdownNow();
    }
}
