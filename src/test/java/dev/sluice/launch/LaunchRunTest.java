package dev.sluice.launch;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Planned;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchRunTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");
    private static final ClientRef INITECH = new ClientRef("mlops-template", "initech");

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private World world;

    @BeforeEach
    void startAnew() {
        catalog = TestCatalog.in(folder);
        world = new World(folder);
    }

    @Test
    void givenAnInputWhenItArrivesThenItHasARecordAPointerAndAJob() {
        InputObject input = world.upload(ACME, "2026/letters.txt");

        Outcome outcome = world.launch(ACME, input);

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        Run run = world.run(outcome);
        assertThat(run.state()).isEqualTo(RunState.ACCEPTED);
        assertThat(run.template()).contains("upper-case");
        assertThat(run.input()).contains(input);
        assertThat(world.ledger.isOpen(run.key())).isTrue();
        JobSpec job = world.jobs.created().get(0);
        assertThat(job).isEqualTo(run.job());
        assertThat(job.name().toString())
                .isEqualTo("projects/demo/locations/europe-west1/jobs/upper-case-" + run.id() + "-a1");
        assertThat(job.serviceAccount()).isEqualTo("acme-jobs@demo.iam.gserviceaccount.com");
    }

    @Test
    void theRecordLiesWhereAListComesNewestFirst() {
        Outcome outcome = world.launch(ACME, world.upload(ACME, "letters.txt"));

        String id = outcome.run().orElseThrow().id().value();
        assertThat(world.store.names("ledger"))
                .containsExactly(
                        "open/mlops-template/acme/" + id, "runs/mlops-template/acme/2026-11-21/59384-" + id + ".json");
    }

    @Test
    void aWarmLaunchMakesThreeCallsOfWhichTwoAreInARow() {
        InputObject input = world.upload(ACME, "letters.txt");
        int before = world.store.calls();

        world.launch(ACME, input);

        assertThat(world.store.calls() - before).as("record and pointer").isEqualTo(2);
        assertThat(world.jobs.creations()).isEqualTo(1);
        assertThat(world.jobs.finds()).isZero();
    }

    @Test
    void givenSixDeliveriesAtOnceThenThereIsOneRunAndOneJob() throws Exception {
        InputObject input = world.upload(ACME, "letters.txt");
        ExecutorService six = Executors.newFixedThreadPool(6);
        try {
            LaunchRun launch = world.launch();
            List<Callable<Outcome>> deliveries = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                deliveries.add(() -> launch.launch(RunRequest.of(ACME, input)));
            }
            List<Kind> kinds = new ArrayList<>();
            for (Future<Outcome> outcome : six.invokeAll(deliveries)) {
                kinds.add(outcome.get().kind());
            }

            assertThat(kinds).containsOnlyOnce(Kind.CREATED).containsOnly(Kind.CREATED, Kind.DUPLICATE);
            assertThat(world.jobs.created()).hasSize(1);
            assertThat(world.jobs.creations()).isEqualTo(1);
        } finally {
            six.shutdown();
        }
    }

    @Test
    void aNewGenerationIsANewRun() {
        world.launch(ACME, world.upload(ACME, "letters.txt"));
        Outcome second = world.launch(ACME, world.upload(ACME, "letters.txt"));

        assertThat(second.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void givenARecordThatItsOwnRepeatedWriteMetThenTheDeliveryGoesOn() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.store.loseAnswers(name -> name.name().startsWith("runs/"));

        Outcome outcome = world.launch(ACME, input);

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void givenAYoungRecordOfAnotherDeliveryThenOnlyThePointerIsMadeSureOf() {
        InputObject input = world.upload(ACME, "letters.txt");
        Run run = crashBeforeTheJob(input);
        assertThat(world.ledger.isOpen(run.key())).isFalse();

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.ledger.isOpen(run.key())).isTrue();
        assertThat(world.jobs.creations()).isZero();
    }

    @Test
    void givenAnOldRecordWithoutAJobThenTheRedeliveryGoesOnFromTheRecordAndNotFromTodaysCatalog() {
        InputObject input = world.upload(ACME, "letters.txt");
        Run run = crashBeforeTheJob(input);
        catalog.template(
                "upper-case",
                """
                container: { image: other:2, command: ["{input.uri}"] }
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west4, provisioning: STANDARD }]
                timeLimit: 60s
                trigger: { match: "**" }
                """);
        world.clock.forward(Duration.ofSeconds(61));

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).containsExactly(run.job());
        assertThat(world.ledger.isOpen(run.key())).isTrue();
    }

    @Test
    void givenAnOldRecordWhoseJobExistsThenTheJobIsAdoptedAndTheRunIsQueued() {
        InputObject input = world.upload(ACME, "letters.txt");
        Outcome first = world.launch(ACME, input);
        world.clock.forward(Duration.ofSeconds(61));

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.run(first).state()).isEqualTo(RunState.QUEUED);
        assertThat(world.run(first).attempts().get(0).jobUid()).isPresent();
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void givenAHeldRunThenItsPointerIsMadeSureOf() {
        InputObject input = world.upload(ACME, "letters.txt");
        Run run = crashBeforeTheJob(input);
        hold(run);

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.HELD);
        assertThat(world.store.names("ledger")).contains("held/mlops-template/acme/" + run.id());
        assertThat(world.jobs.creations()).isZero();
    }

    @Test
    void givenARunThatEndedThenTheSameEventIsADuplicate() {
        InputObject input = world.upload(ACME, "letters.txt");
        Run run = world.run(world.launch(ACME, input));
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);
        world.clock.forward(Duration.ofHours(5));

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.jobs.creations()).isEqualTo(1);
        assertThat(world.topics.ids()).containsExactly(run.id() + "-SUCCEEDED");
    }

    @Test
    void givenBatchIsUnavailableThenItIsToBeTriedAgainAndTheRedeliveryRuns() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.jobs.trouble(Trouble.UNAVAILABLE);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.jobs.trouble(Trouble.NONE);
        world.clock.forward(Duration.ofSeconds(10));
        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void givenCreateJobAppliedWithoutAnAnswerThenTheRedeliveryAdoptsTheJob() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.jobs.trouble(Trouble.ANSWER_LOST);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.jobs.trouble(Trouble.NONE);
        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.jobs.created()).hasSize(1);
        assertThat(world.run(again).state()).isEqualTo(RunState.QUEUED);
    }

    @Test
    void givenThePointerCannotBeWrittenThenItIsToBeTriedAgain() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.store.fail(name -> name.name().startsWith("open/"));
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.store.fail(name -> false);
        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.ledger.isOpen(again.run().orElseThrow())).isTrue();
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void givenSomebodyElsesJobHasTheNameThenTheRunFailsAndTheClientHears() {
        InputObject input = world.upload(ACME, "letters.txt");
        Run run = crashBeforeTheJob(input);
        world.jobs.putForeign(run.job().name());
        world.clock.forward(Duration.ofSeconds(61));

        world.launch(ACME, input);

        Verdict verdict = world.run(run.key()).verdict().orElseThrow();
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.failure().orElseThrow().kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void givenBatchRefusesTheJobThenTheRunFailsWithBatchsWords() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.jobs.trouble(Trouble.INVALID);

        Outcome outcome = world.launch(ACME, input);

        Run run = world.run(outcome);
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.verdict().orElseThrow().failure().orElseThrow().reason()).contains("INVALID_ARGUMENT");
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
    }

    @Test
    void givenNoTemplateMatchesThenTheRunIsRejectedAnnouncedOnceAndDeduplicated() {
        InputObject input = world.upload(ACME, "picture.png");

        Outcome first = world.launch(ACME, input);
        Outcome second = world.launch(ACME, input);

        assertThat(first.kind()).isEqualTo(Kind.REJECTED);
        assertThat(second.kind()).isEqualTo(Kind.DUPLICATE);
        Run run = world.run(first);
        assertThat(run.template()).isEmpty();
        assertThat(run.verdict().orElseThrow().failure().orElseThrow().hint()).contains("upper-case takes [**/*.txt]");
        assertThat(world.topics.ids()).containsExactly(run.id() + "-REJECTED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
        assertThat(world.store.names("demo-batch"))
                .contains("mlops-template/acme/outputs/" + run.id() + "/status.json");
    }

    @Test
    void givenARejectionThatCouldNotBeAnnouncedThenALaterDeliveryAnnouncesIt() {
        InputObject input = world.upload(ACME, "picture.png");
        world.topics.available(false);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.topics.available(true);
        world.clock.forward(Duration.ofSeconds(61));
        world.launch(ACME, input);

        assertThat(world.topics.ids()).hasSize(1);
    }

    @Test
    void givenANameThatIsNoPathThenATemplateByPathRejectsItAndOneByUriTakesIt() {
        Outcome byPath = world.launch(ACME, world.upload(ACME, "a//b/../c.txt"));
        Outcome byUri = world.launch(GLOBEX, world.upload(GLOBEX, "a//b/../c.txt"));

        assertThat(byPath.kind()).isEqualTo(Kind.REJECTED);
        assertThat(world.run(byPath)
                        .verdict()
                        .orElseThrow()
                        .failure()
                        .orElseThrow()
                        .hint())
                .contains("{input.uri}");
        assertThat(byUri.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.run(byUri).job().body().<List<String>>fold(container -> container.command(), raw -> List.of()))
                .first()
                .isEqualTo("gs://demo-batch/mlops-template/globex/inputs/a//b/../c.txt");
    }

    @Test
    void aRawJobIsRenderedInItsArgumentsOnly() {
        Outcome outcome = world.launch(INITECH, world.upload(INITECH, "data.jsonl"));

        Run run = world.run(outcome);
        String json = run.job().body().fold(container -> "", raw -> raw.job()
                .at("/taskGroups/0/taskSpec/runnables/0")
                .toString());
        assertThat(json)
                .contains("\"gs://demo-batch/mlops-template/initech/inputs/data.jsonl\"")
                .contains("\"/mnt/disks/client/outputs/" + run.id() + "/a1\"");
        assertThat(run.job().name().location()).isEqualTo("europe-west1");
    }

    /** The record is there and nothing else, as after a crash between the two. */
    private Run crashBeforeTheJob(InputObject input) {
        World before = new World(folder);
        Run run = before.run(before.launch(ACME, input));
        return world.ledger.create(run).orElseThrow().run();
    }

    private void hold(Run run) {
        Planned plan = new Planned(run.job(), run.reserve(), Optional.empty(), Optional.empty());
        world.ledger.replace(world.ledger.find(run.key()).orElseThrow(), run.held(plan, world.clock.instant()));
    }
}
