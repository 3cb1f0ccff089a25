package dev.sluice.proof;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobState;
import dev.sluice.callback.CallBack;
import dev.sluice.callback.CallBackTools;
import dev.sluice.callback.CallBacks;
import dev.sluice.callback.Receiver.Received;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.message.CallbackStart;
import dev.sluice.message.StatusPublisher;
import dev.sluice.outcome.SettleRun;
import dev.sluice.run.Ledger;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The service dies at each step from a job's success to the end of its callback, in each way: the other side is told, each time the same. */
class CallbackCrashTest {
    private static final Executor AT_ONCE = Runnable::run;

    @TempDir
    static Path folder;

    @BeforeAll
    static void aTemplateWithACallback() {
        TestCatalog.in(folder)
                .template(
                        "upper-case",
                        """
                        container: { image: "europe-docker.pkg.dev/demo/docker/upper-case:1" }
                        resources: { machineType: n1-standard-2 }
                        placement: [{ region: europe-west1 }]
                        callback: { url: "https://import.example.com/batch" }
                        """);
    }

    /** One instance of the service, up to its callbacks. */
    private record Instance(SettleRun settle, CallBacks callBacks) {
        static Instance of(World world, Wire wire) {
            WiredStore store = new WiredStore(world.store, wire);
            Ledger ledger = new Ledger(store, world.config);
            CallBack callBack = CallBackTools.callBack(
                    ledger, world.receiver, arrives -> calls(wire, arrives), world.clock, AT_ONCE, world.config);
            Wiring wiring = new Wiring()
                    .with(ObjectStore.class, store)
                    .with(BatchJobs.class, new WiredJobs(world.jobs, wire))
                    .with(StatusPublisher.class, new WiredTopics(world.topics, wire))
                    .with(InstantSource.class, world.clock)
                    .with(Executor.class, AT_ONCE)
                    .with(SluiceConfig.class, world.config)
                    .with(CurrentCatalog.class, new CurrentCatalog(new CatalogFolder().load(folder)))
                    .with(CallbackStart.class, callBack);
            return new Instance(
                    wiring.get(SettleRun.class), CallBackTools.callBacks(ledger, callBack, world.clock, AT_ONCE));
        }

        private static boolean calls(Wire wire, Runnable arrives) {
            return wire.<Boolean>pass(new Call<>(
                    true,
                    () -> "call back",
                    () -> {
                        arrives.run();
                        return true;
                    },
                    () -> false));
        }

        /** Whether it answered and lives. */
        boolean does(Runnable work) {
            try {
                work.run();
                return true;
            } catch (RetryLater | Died e) {
                return false;
            }
        }
    }

    @Test
    void theStepsAreStatusMessageCallbackPointerEndOfTheOpenOneAndThenTheCall() {
        CrashWire wire = CrashWire.recording();
        play(wire);

        assertThat(wire.steps())
                .containsExactly(
                        "write the record: SUCCEEDED",
                        "write status.json",
                        "publish SUCCEEDED",
                        "write callbacks/RUN",
                        "delete open/RUN",
                        "call back",
                        "write the record: SUCCEEDED",
                        "delete callbacks/RUN");
    }

    @TestFactory
    Stream<DynamicTest> afterACrashAtAnyStepTheOtherSideHasBeenTold() {
        CrashWire undisturbed = CrashWire.recording();
        play(undisturbed);
        List<String> steps = undisturbed.steps();
        return Stream.iterate(1, step -> step <= steps.size(), step -> step + 1)
                .flatMap(step -> Stream.of(CrashWire.Mode.values())
                        .map(mode -> DynamicTest.dynamicTest(
                                "step %d (%s): dies %s".formatted(step, steps.get(step - 1), mode.words),
                                () -> play(new CrashWire(step, mode, () -> {})))));
    }

    /** A job succeeds, the notice of it comes until it is answered, and passes are made. */
    private static void play(CrashWire wire) {
        World world = new World(folder);
        Run run = world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
        world.notice(run, JobState.RUNNING);
        JobNotice notice = world.jobs.move(run.job().name(), JobState.SUCCEEDED);

        Instance instance = Instance.of(world, wire);
        boolean answered = instance.does(() -> instance.settle().settle(notice)) && !wire.isOver();
        Instance next = wire.isOver() ? Instance.of(world, Wire.SOUND) : instance;
        for (int tries = 0; !answered && tries < 3; tries++) {
            world.clock.forward(Duration.ofSeconds(61));
            answered = next.does(() -> next.settle().settle(notice));
        }
        assertThat(answered).isTrue();
        for (int passes = 0; passes < 3; passes++) {
            world.clock.forward(Duration.ofMinutes(1));
            next.does(() -> next.callBacks().payDue(world.clock.instant().plusSeconds(50)));
        }
        assertAllIsPaid(world, run);
    }

    private static void assertAllIsPaid(World world, Run run) {
        String id = run.id() + "-SUCCEEDED";
        Run ended = world.run(run.key());
        assertThat(ended.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ended.callback().orElseThrow().isDelivered()).isTrue();
        assertThat(world.store.names("ledger")).allMatch(name -> name.startsWith("runs/"));
        assertThat(world.topics.ids()).containsOnly(id).hasSizeBetween(1, 2);
        ObjectName status = new ObjectName(World.BUCKET, run.outputPrefix() + "status.json");
        String said = new String(world.store.read(status).orElseThrow().bytes(), StandardCharsets.UTF_8);
        assertThat(world.receiver.received()).hasSizeBetween(1, 2);
        assertThat(world.receiver.received()).extracting(Received::id).containsOnly(id);
        assertThat(world.receiver.received()).extracting(Received::body).containsOnly(said);
    }
}
