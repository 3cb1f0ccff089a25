package dev.sluice;

import dev.sluice.batch.JobName;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs;
import dev.sluice.callback.CallBack;
import dev.sluice.callback.CallBackTools;
import dev.sluice.callback.CallBacks;
import dev.sluice.callback.Receiver;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.ClientUsage;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.LaunchRuns;
import dev.sluice.launch.Pace;
import dev.sluice.launch.Places;
import dev.sluice.launch.Release;
import dev.sluice.launch.RunRequest;
import dev.sluice.launch.StartJob;
import dev.sluice.message.Announcer;
import dev.sluice.message.RecordingPublisher;
import dev.sluice.outcome.SettleRun;
import dev.sluice.outcome.SettleRuns;
import dev.sluice.run.InputObject;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.storage.Condition;
import dev.sluice.storage.MemoryObjectStore;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/** Both stories on twins: a bucket, a Batch and topics in memory, and a clock that tests move. */
public final class World {
    public static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    public static final String BUCKET = "demo-batch";

    public final TestClock clock = new TestClock();
    public final MemoryObjectStore store = new MemoryObjectStore(clock);
    public final MemoryBatchJobs jobs = new MemoryBatchJobs(clock);
    public final RecordingPublisher topics = new RecordingPublisher();
    public final SluiceConfig config;
    public final Ledger ledger;
    public final StartJob start;
    public final SettleRun settle;
    public final ClientUsage usage;
    public final Receiver receiver;
    public final CallBack callBack;
    public final CallBacks callBacks;

    public final Announcer announcer;
    private final Pace pace;
    private final Places places;

    public World(Path catalog) {
        this(catalog, Runnable::run);
    }

    public World(Path catalog, Executor executor) {
        this(catalog, executor, Map.of(), Optional.empty());
    }

    /** @param settings of the operator, beside those that every test has */
    public World(Path catalog, Executor executor, Map<String, String> settings) {
        this(catalog, executor, settings, Optional.empty());
    }

    /** @param pause what waiting for a turn does; by itself it moves the clock */
    public World(Path catalog, Executor executor, Pace.Pause pause) {
        this(catalog, executor, Map.of(), Optional.of(pause));
    }

    private World(Path catalog, Executor executor, Map<String, String> settings, Optional<Pace.Pause> pause) {
        this.config = TestConfig.with(catalog, settings);
        this.ledger = new Ledger(store, config);
        this.receiver = new Receiver(clock);
        this.callBack = CallBackTools.callBack(ledger, receiver, clock, executor, config);
        this.callBacks = CallBackTools.callBacks(ledger, callBack, clock, executor);
        this.announcer = new Announcer(store, topics, ledger, callBack);
        this.pace = new Pace(config, clock, pause.orElse(clock::forward));
        this.usage = new ClientUsage(ledger, clock, executor);
        this.places = new Places(usage);
        this.start = LaunchRuns.start(ledger, jobs, announcer, pace, clock, executor, config);
        this.settle = SettleRuns.of(jobs, ledger, store, start, announcer, release(), clock, config);
    }

    /** The first story as an instance that has just started with the catalog as it is in the folder now. */
    public LaunchRun launch() {
        return LaunchRuns.of(catalog(), ledger, usage, places, start, announcer, clock, config);
    }

    /** What lets held runs go, with the catalog as it is in the folder now. */
    public Release release() {
        return new Release(catalog(), ledger, places, pace, start, clock);
    }

    private CurrentCatalog catalog() {
        return new CurrentCatalog(new CatalogFolder().load(config.catalog()));
    }

    /** A client uploads a file. */
    public InputObject upload(ClientRef client, String below) {
        StoredObject stored = store.write(
                        new ObjectName(BUCKET, client.inputs() + below),
                        new ObjectContent("hello".getBytes(StandardCharsets.UTF_8), "text/plain", Map.of()),
                        Condition.none())
                .orElseThrow();
        return InputObject.of(stored);
    }

    public Outcome launch(ClientRef client, InputObject input) {
        return launch().launch(RunRequest.of(client, input));
    }

    public Run run(Outcome outcome) {
        return run(outcome.run().orElseThrow());
    }

    public Run run(RunKey key) {
        return ledger.find(key).orElseThrow().run();
    }

    /** The job of the last attempt writes a file below its output prefix. */
    public void output(Run run, String name) {
        store.write(
                new ObjectName(run.bucket(), run.outputPrefix(run.attempts().size()) + name),
                new ObjectContent("HELLO".getBytes(StandardCharsets.UTF_8), "text/plain", Map.of()),
                Condition.none());
    }

    /** Batch moves the run's job and tells us. */
    public Outcome notice(Run run, JobState state) {
        JobName name = run.job().name();
        JobNotice notice = jobs.move(name, state);
        return settle.settle(notice);
    }

    /** Batch moves the run's job for a reason, and tells us. */
    public Outcome notice(Run run, JobState state, String reason) {
        return settle.settle(jobs.move(run.job().name(), state, reason, OptionalInt.empty()));
    }

    /** Somebody looks at a run that nobody told of. */
    public Outcome look(Run run) {
        return settle.settle(ledger.find(run.key()).orElseThrow());
    }
}
