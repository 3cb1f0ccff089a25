package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.TestClock;
import dev.sluice.TestConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.MemoryBatchJobs;
import dev.sluice.callback.Receiver;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.launch.Pace;
import dev.sluice.message.RecordingPublisher;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.storage.Condition;
import dev.sluice.storage.MemoryObjectStore;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** All that is there whether an instance of the service lives or not: twins of Google's three services, a catalog, and the time. */
final class Outside {
    static final String BUCKET = "demo-batch";
    static final String LEDGER = "ledger";
    private static final List<String> DEBTS = List.of("open/", "held/", "callbacks/");

    final TestClock clock = new TestClock();
    final MemoryObjectStore store = new MemoryObjectStore(clock);
    final MemoryBatchJobs jobs = new MemoryBatchJobs(clock);
    final RecordingPublisher topics = new RecordingPublisher();
    final Receiver thirdParty = new Receiver(clock);
    final SluiceConfig config;
    private final Catalog catalog;

    private Outside(SluiceConfig config, Catalog catalog) {
        this.config = config;
        this.catalog = catalog;
    }

    static Outside with(Path catalog) {
        SluiceConfig config = TestConfig.with(catalog);
        return new Outside(config, new CatalogFolder().load(config.catalog()));
    }

    /** Another outside, empty, with the same catalog. */
    Outside anew() {
        return new Outside(config, catalog);
    }

    /** A new instance of the service. */
    Service start(Wire wire, Executor executor) {
        return start(store, jobs, wire, executor);
    }

    /** A new instance in which nobody has the time to wait for a turn at Batch. */
    Service startInAHurry() {
        return start(store, jobs, Wire.SOUND, Order.POINTER_FIRST, pause -> {});
    }

    /** A new instance of the service on a store and a Batch that stand before the twins. */
    Service start(ObjectStore before, BatchJobs batch, Wire wire, Executor executor) {
        return start(before, batch, wire, executor, clock::forward);
    }

    private Service start(ObjectStore before, BatchJobs batch, Wire wire, Executor executor, Pace.Pause pause) {
        return new Ports(before, batch, topics, thirdParty, clock, pause).start(wire, executor, config, catalog);
    }

    /** What an instance in another process reaches. */
    Ports ports() {
        return new Ports(store, jobs, topics, thirdParty, clock, clock::forward);
    }

    InputObject upload(ClientRef client, String below) {
        return InputObject.of(
                store.write(new ObjectName(BUCKET, client.inputs() + below), text("hello"), Condition.none())
                        .orElseThrow());
    }

    /** What a job leaves. */
    void output(JobSpec job, String name) {
        String folder = job.environment().get("SLUICE_OUTPUT_OBJECT");
        store.write(
                new ObjectName(BUCKET, folder + "/" + name),
                text("HELLO from " + job.name().id()),
                Condition.none());
    }

    /** Every run of the ledger. */
    List<Run> runs() {
        return store.list(LEDGER, "runs/")
                .map(object -> dev.sluice.run.Json.read(
                        store.read(object.name()).orElseThrow().bytes(), Run.class))
                .toList();
    }

    Run run(RunKey key) {
        return runs().stream()
                .filter(run -> run.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no record of run " + key));
    }

    /** What is still owed to anybody: a run's job or message, a place, a callback. */
    List<String> pointers() {
        return store.names(LEDGER).stream()
                .filter(name -> DEBTS.stream().anyMatch(name::startsWith))
                .toList();
    }

    /** Events and notices that nobody could do anything with. */
    List<String> deadLetters() {
        return store.names(LEDGER).stream()
                .filter(name -> name.startsWith("dead-letters/"))
                .toList();
    }

    private static ObjectContent text(String text) {
        return new ObjectContent(text.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of());
    }
}
