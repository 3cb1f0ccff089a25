package dev.sluice.callback;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.run.Callback;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.storage.ObjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story of one callback, on twins. */
class CallBackTest {
    static final String HOST = "import.example.com";

    @TempDir
    Path folder;

    private Path secret;
    private boolean stopping;
    /** What an executor was given to do later; a test does it when it likes. */
    private final List<Runnable> later = new ArrayList<>();

    private World world;
    private Run run;

    @BeforeEach
    void aRunWithACallbackIsLaunched() throws IOException {
        TestCatalog catalog = TestCatalog.in(Files.createDirectory(folder.resolve("catalog")));
        catalog.template(
                "upper-case", template("callback: { url: \"https://%s/batch?t=1\", key: KEY }".formatted(HOST)));
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        secret = Files.writeString(secrets.resolve("KEY"), "hunter2\n");
        world = new World(catalog.root(), this::execute, Map.of("sluice.secrets-dir", secrets.toString()));
        run = world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
        world.output(run, "result.txt");
        later.clear();
    }

    static String template(String more) {
        return """
                container: { image: "europe-docker.pkg.dev/demo/docker/upper-case:1" }
                resources: { machineType: n1-standard-2 }
                placement: [{ region: europe-west1 }]
                %s
                """
                .formatted(more);
    }

    /** The pointer of a run and its job is written beside, and the caller does it where nobody else does. */
    private void execute(Runnable work) {
        if (stopping) {
            throw new RejectedExecutionException();
        }
        later.add(work);
    }

    private void doLater() {
        List<Runnable> now = List.copyOf(later);
        later.clear();
        now.forEach(Runnable::run);
    }

    @Test
    void givenASuccessThenTheOtherSideGetsWhatStatusJsonSays() {
        world.notice(run, JobState.SUCCEEDED);
        doLater();

        assertThat(world.receiver.received()).singleElement().satisfies(received -> {
            assertThat(received.url()).hasToString("https://import.example.com/batch?t=1");
            assertThat(received.id())
                    .isEqualTo(run.id() + "-SUCCEEDED")
                    .isEqualTo(world.topics.ids().get(0));
            assertThat(received.withKey()).isTrue();
            assertThat(received.body()).isEqualTo(statusJson());
        });
        Callback.Tried tried = callback().last().orElseThrow();
        assertThat(tried.delivered()).isTrue();
        assertThat(tried.status()).contains(200);
        assertThat(tried.answer()).isEqualTo("thanks");
        assertThat(tried.next()).isEmpty();
        assertThat(pointers()).isEmpty();
    }

    @Test
    void theFirstTryDoesNotHoldUpTheNotice() {
        world.notice(run, JobState.SUCCEEDED);

        assertThat(world.topics.ids()).hasSize(1);
        assertThat(world.ledger.isOpen(run.key())).isFalse();
        assertThat(world.receiver.received()).isEmpty();
        assertThat(pointers()).containsExactly("callbacks/mlops-template/acme/" + run.id());
    }

    @Test
    void howTheCallbackWentChangesNothingElseOfTheRun() {
        world.receiver.answers(HOST, 500);
        world.notice(run, JobState.SUCCEEDED);
        Run before = world.run(run.key());
        String status = statusJson();
        doLater();

        Run after = world.run(run.key());
        assertThat(after.callback()).isNotEqualTo(before.callback());
        assertThat(after.calledBack(before.callback().orElseThrow())).isEqualTo(before);
        assertThat(statusJson()).isEqualTo(status);
        world.settle.settle(world.jobs.move(run.job().name(), JobState.SUCCEEDED));
        assertThat(statusJson()).isEqualTo(status);
    }

    @Test
    void aRunThatDidNotSucceedCallsNobody() {
        world.notice(run, JobState.FAILED);
        doLater();

        assertThat(world.run(run.key()).state()).isEqualTo(RunState.FAILED);
        assertThat(pointers()).isEmpty();
        assertThat(world.receiver.received()).isEmpty();
    }

    @Test
    void aCrashAfterTheCallbackPointerAndBeforeTheOpenOneIsGoneCallsWithTheSameKeyAgainAtMost() {
        world.notice(run, JobState.RUNNING);
        ObjectName open = new ObjectName("ledger", "open/mlops-template/acme/" + run.id());
        world.store.fail(open::equals);
        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);
        assertThat(pointers()).hasSize(1);
        world.store.fail(name -> false);
        world.callBack.tryToDeliver(run.key());

        world.clock.forward(Duration.ofMinutes(1));
        world.notice(run, JobState.SUCCEEDED);
        doLater();
        world.callBacks.payDue(world.clock.instant().plus(Duration.ofMinutes(1)));
        doLater();

        assertThat(world.receiver.ids()).containsOnly(run.id() + "-SUCCEEDED").hasSizeLessThanOrEqualTo(2);
        assertThat(pointers()).isEmpty();
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void aCrashBeforeTheCallbackPointerLeavesTheOpenOne() {
        world.store.fail(name -> name.name().startsWith("callbacks/"));

        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);

        assertThat(world.ledger.isOpen(run.key())).isTrue();
        assertThat(later).isEmpty();
    }

    @Test
    void aCrashAfterTheCallAndBeforeItsRecordCallsAgainWithTheSameKey() {
        world.notice(run, JobState.SUCCEEDED);
        ObjectName record = record();
        world.receiver.during(() -> world.store.fail(record::equals));
        doLater();
        world.receiver.during(() -> {});
        world.store.fail(name -> false);
        assertThat(callback().last()).isEmpty();
        assertThat(pointers()).hasSize(1);

        assertThat(world.callBack.deliver(run.key())).isEqualTo(Delivery.DELIVERED);

        assertThat(world.receiver.ids()).hasSize(2).containsOnly(run.id() + "-SUCCEEDED");
        assertThat(pointers()).isEmpty();
    }

    @Test
    void aCrashAfterTheRecordAndBeforeThePointerIsGoneCallsNobodyAgain() {
        world.notice(run, JobState.SUCCEEDED);
        failingAt(new ObjectName("ledger", "callbacks/mlops-template/acme/" + run.id()), this::doLater);
        assertThat(callback().isDelivered()).isTrue();
        assertThat(pointers()).hasSize(1);

        world.clock.forward(Duration.ofMinutes(1));
        assertThat(world.callBack.deliver(run.key())).isEqualTo(Delivery.NOTHING_OWED);

        assertThat(world.receiver.received()).hasSize(1);
        assertThat(pointers()).isEmpty();
    }

    @Test
    void aLostAnswerOfTheRecordsWriteIsSeenToBeOurs() {
        world.notice(run, JobState.SUCCEEDED);
        world.store.loseAnswers(record()::equals);

        doLater();

        assertThat(world.receiver.received()).hasSize(1);
        assertThat(callback().isDelivered()).isTrue();
        assertThat(pointers()).isEmpty();
    }

    @Test
    void aRecordThatWasReplacedMeanwhileKeepsWhatTheOtherWroteAndGetsTheResult() {
        world.notice(run, JobState.SUCCEEDED);
        world.receiver.during(() -> world.ledger
                .find(run.key())
                .ifPresent(found -> world.ledger.replace(found, found.run().givenBack())));

        doLater();

        assertThat(callback().isDelivered()).isTrue();
        assertThat(pointers()).isEmpty();
    }

    @Test
    void twoWhoCallAtOnceCountAsDeliveredThoughTheSlowerIsRefused() {
        world.notice(run, JobState.SUCCEEDED);
        world.receiver.during(() -> {
            world.receiver.during(() -> {});
            world.callBack.deliver(run.key());
            world.receiver.answers(HOST, 409);
        });

        doLater();

        assertThat(callback().isDelivered()).isTrue();
        assertThat(pointers()).isEmpty();
        assertThat(world.receiver.ids()).hasSize(2).containsOnly(run.id() + "-SUCCEEDED");
    }

    @Test
    void whatIsNotTakenIsTriedForADayAndThenGivenUp() {
        world.receiver.answers(HOST, 503);
        world.notice(run, JobState.SUCCEEDED);
        doLater();
        int minutes = 0;
        while (!pointers().isEmpty()) {
            world.clock.forward(Duration.ofMinutes(1));
            minutes++;
            world.callBack.tryToDeliver(run.key());
        }

        assertThat(minutes).isEqualTo(24 * 60);
        Callback.Tried last = callback().last().orElseThrow();
        assertThat(last.delivered()).isFalse();
        assertThat(last.status()).contains(503);
        assertThat(last.next()).isEmpty();
        assertThat(world.receiver.received()).hasSize(30).hasSize(last.times());
        world.receiver.answers(HOST, 200);
        assertThat(world.callBack.deliver(run.key())).isEqualTo(Delivery.NOTHING_OWED);
        assertThat(world.receiver.received()).hasSize(30);
    }

    @Test
    void aKeyWhoseFileIsMissingIsSaidSoAndCalledOnceItIsThere() throws IOException {
        Files.delete(secret);
        world.notice(run, JobState.SUCCEEDED);
        doLater();
        assertThat(world.receiver.received()).isEmpty();
        assertThat(callback().last().orElseThrow().answer())
                .isEqualTo("there is no secret KEY: expected its file KEY in sluice.secrets-dir");

        Files.writeString(secret, "hunter2");
        assertThat(world.callBack.deliver(run.key())).isEqualTo(Delivery.PUT_OFF);
        world.clock.forward(Duration.ofMinutes(1));
        assertThat(world.callBack.deliver(run.key())).isEqualTo(Delivery.DELIVERED);
    }

    @Test
    void aServiceThatStopsLeavesTheFirstTryToThePass() {
        world.notice(run, JobState.RUNNING);
        stopping = true;

        world.notice(run, JobState.SUCCEEDED);

        assertThat(world.topics.ids()).hasSize(1);
        assertThat(pointers()).hasSize(1);
    }

    @Test
    void noMoreThanSixteenFirstTriesHoldThreadsAndTheRestIsLeftToThePass() {
        for (int i = 0; i < 20; i++) {
            Run each = world.run(world.launch(ACME, world.upload(ACME, "%02d.txt".formatted(i))));
            world.notice(each, JobState.SUCCEEDED);
        }
        assertThat(pointers()).hasSize(20);

        doLater();

        assertThat(world.receiver.received()).hasSize(16);
        assertThat(pointers()).hasSize(4);
        world.notice(run, JobState.SUCCEEDED);
        doLater();
        assertThat(world.receiver.received()).as("there are places again").hasSize(17);
    }

    private void failingAt(ObjectName name, Runnable work) {
        world.store.fail(name::equals);
        work.run();
        world.store.fail(each -> false);
    }

    private ObjectName record() {
        String name = world.store.names("ledger").stream()
                .filter(each -> each.startsWith("runs/"))
                .findFirst()
                .orElseThrow();
        return new ObjectName("ledger", name);
    }

    private Callback callback() {
        return world.run(run.key()).callback().orElseThrow();
    }

    private String statusJson() {
        ObjectName name = new ObjectName(World.BUCKET, run.outputPrefix() + "status.json");
        return new String(world.store.read(name).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private List<String> pointers() {
        return world.store.names("ledger").stream()
                .filter(name -> name.startsWith("callbacks/"))
                .toList();
    }
}
