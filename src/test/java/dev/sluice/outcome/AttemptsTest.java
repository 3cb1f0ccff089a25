package dev.sluice.outcome;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.Attempt;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Intent;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows when a job is lost through no fault of its own. */
class AttemptsTest {
    private static final String PREEMPTED =
            "Task state is updated from RUNNING to FAILED on zones/z/instances/i due to Spot VM preemption with exit code 50001.";
    private static final String HUNG =
            "Task state is updated from RUNNING to FAILED on zones/z/instances/i due to tasks cannot be canceled with exit code 50004.";
    private static final String OVER_TIME =
            "Task state is updated from RUNNING to FAILED on zones/z/instances/i due to task runs over the maximum runtime with exit code 50005.";
    private static final String EXHAUSTED =
            "Batch Error: code - CODE_GCE_ZONE_RESOURCE_POOL_EXHAUSTED, description - no room in europe-west1-b";

    @TempDir
    Path folder;

    private World world;
    private Run run;

    @BeforeEach
    void aRunWithTwoPlacements() {
        TestCatalog.in(folder)
                .template(
                        "upper-case",
                        """
                        container:
                          image: europe-docker.pkg.dev/demo/docker/upper-case:1
                          command: [main.py, --, "{input.path}", "{output.path}/result.txt"]
                        resources: { machineType: n1-standard-2, vcpus: 2, memory: 2GiB }
                        placement:
                          - { region: europe-west1, zones: [europe-west1-b], provisioning: SPOT }
                          - { region: europe-west4 }
                        retries: 0
                        queueLimit: 25m
                        maxAttempts: 3
                        outputs: { expect: ["result.txt"] }
                        """);
        world = new World(folder);
        run = world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
    }

    @Test
    void aPreemptedJobIsTriedAtTheNextPlacementUnderAPrefixOfItsOwn() {
        world.output(run, "half.txt");

        assertThat(world.notice(run, JobState.FAILED, PREEMPTED).kind()).isEqualTo(Kind.RETRIED);

        Run now = now();
        assertThat(now.state()).isEqualTo(RunState.ACCEPTED);
        assertThat(now.attempts()).hasSize(2);
        assertThat(now.attempts().get(0).end().orElseThrow().failure().kind()).isEqualTo(FailureKind.PREEMPTED);
        assertThat(now.job().name().location()).isEqualTo("europe-west4");
        assertThat(now.job().name().id()).endsWith("-a2");
        assertThat(now.job().environment().get("SLUICE_OUTPUT_URI")).endsWith("/a2");
        assertThat(world.jobs.created()).hasSize(2);
        assertThat(world.store.names(World.BUCKET)).anyMatch(name -> name.endsWith("/a1/half.txt"));
    }

    @Test
    void twoLostAttemptsAndASuccessAreASuccess() {
        world.notice(run, JobState.FAILED, PREEMPTED);
        world.notice(now(), JobState.FAILED, PREEMPTED);
        world.output(now(), "result.txt");
        world.notice(now(), JobState.RUNNING);
        world.notice(now(), JobState.SUCCEEDED);

        assertThat(now().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(now().attempts().stream().map(attempt -> attempt.job().name().location()))
                .containsExactly("europe-west1", "europe-west4", "europe-west1");
        assertThat(data()).contains("\"infrastructure\" : 2").contains("\"own\" : 1");
    }

    @Test
    void givenTheAnswerAboutTheNextAttemptsRecordWasLostThenItsJobIsCreatedAllTheSame() {
        world.store.loseAnswers(name -> name.name().startsWith("runs/"));

        assertThat(world.notice(run, JobState.FAILED, PREEMPTED).kind()).isEqualTo(Kind.RETRIED);

        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void givenTheNextAttemptsJobCouldNotBeCreatedThenTheRepeatedNoticeCreatesIt() {
        world.jobs.trouble(Trouble.UNAVAILABLE);
        assertThatThrownBy(() -> world.notice(run, JobState.FAILED, PREEMPTED)).isInstanceOf(RetryLater.class);

        world.jobs.trouble(Trouble.NONE);
        world.notice(run, JobState.FAILED, PREEMPTED);

        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void whenNothingIsLeftToTryTheRunFailsAndSaysWhereItWas() {
        for (int i = 0; i < 3; i++) {
            world.notice(now(), JobState.FAILED, PREEMPTED);
        }

        assertThat(now().state()).isEqualTo(RunState.FAILED);
        assertThat(failure().kind()).isEqualTo(FailureKind.PREEMPTED);
        assertThat(failure().hint()).startsWith("All 3 attempts (europe-west1, europe-west4) were lost.");
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
    }

    @Test
    void aRepeatedNoticeOfAnAttemptThatIsOverChangesNothing() {
        var notice = world.jobs.move(run.job().name(), JobState.FAILED, PREEMPTED, OptionalInt.empty());
        world.settle.settle(notice);
        Run before = now();

        assertThat(world.settle.settle(notice).kind()).isEqualTo(Kind.IGNORED);
        assertThat(now()).isEqualTo(before);
        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void aTaskOverItsTimeIsNotRepeated() {
        world.notice(run, JobState.FAILED, OVER_TIME);

        assertThat(now().state()).isEqualTo(RunState.FAILED);
        assertThat(failure().kind()).isEqualTo(FailureKind.TIME_LIMIT);
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void aHungVmIsRepeatedOnce() {
        world.notice(run, JobState.FAILED, HUNG);
        world.notice(now(), JobState.FAILED, HUNG);

        assertThat(now().state()).isEqualTo(RunState.FAILED);
        assertThat(now().attempts()).hasSize(2);
    }

    @Test
    void aJobThatWaitsTooLongIsCancelledOnlyAfterThatWasWrittenDown() {
        world.notice(run, JobState.QUEUED);
        world.clock.forward(Duration.ofMinutes(24));
        world.look(run);
        assertThat(world.jobs.cancellations()).isZero();

        world.clock.forward(Duration.ofMinutes(2));
        world.store.fail(name -> name.name().startsWith("runs/"));
        try {
            world.look(run);
        } catch (RuntimeException unavailable) {
            assertThat(world.jobs.cancellations()).isZero();
        }
        world.store.fail(name -> false);
        world.look(run);

        assertThat(now().lastAttempt().flatMap(Attempt::intent).map(Intent::kind))
                .hasValue(Intent.Kind.REPLACE);
        assertThat(world.jobs.cancellations()).isEqualTo(1);
        assertThat(now().attempts()).as("until the job is really gone").hasSize(1);
    }

    @Test
    void aJobThatWaitedTooLongIsReplacedOnceItIsGone() {
        stuck();
        assertThat(world.look(run).kind()).isEqualTo(Kind.RETRIED);

        assertThat(now().job().name().location()).isEqualTo("europe-west4");
        assertThat(now().attempts().get(0).end().orElseThrow().failure().kind()).isEqualTo(FailureKind.CAPACITY);
    }

    @Test
    void whenAllPlacementsAreExhaustedTheRunFailsInTheZonesOwnWords() {
        for (int i = 0; i < 3; i++) {
            stuck();
            world.look(run);
        }

        assertThat(now().state()).isEqualTo(RunState.FAILED);
        assertThat(failure().kind()).isEqualTo(FailureKind.CAPACITY);
        assertThat(failure().reason()).isEqualTo(EXHAUSTED);
        assertThat(failure().hint()).contains("machine type");
    }

    @Test
    void aJobThatBeganBeforeItCouldBeReplacedGoesOn() {
        world.jobs.move(run.job().name(), JobState.QUEUED);
        world.clock.forward(Duration.ofMinutes(26));
        world.look(run);
        world.output(run, "result.txt");
        world.notice(run, JobState.RUNNING);
        world.notice(run, JobState.SUCCEEDED);

        assertThat(now().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(now().attempts()).hasSize(1);
    }

    @Test
    void aJobThatSomebodyCancelsIsNotTriedAgain() {
        world.notice(run, JobState.CANCELLED);

        assertThat(now().state()).isEqualTo(RunState.CANCELLED);
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void aJobThatSomebodyDeletesHasVanishedTenMinutesAfterItWasMade() {
        world.notice(run, JobState.RUNNING);
        world.jobs.remove(run.job().name());
        world.look(run);
        assertThat(now().state()).isEqualTo(RunState.RUNNING);

        world.clock.forward(Duration.ofMinutes(11));
        world.look(run);

        assertThat(now().state()).isEqualTo(RunState.FAILED);
        assertThat(failure().kind()).isEqualTo(FailureKind.VANISHED);
    }

    @Test
    void anAttemptWhoseJobCouldNotBeMadeIsMadeFromTheRecord() {
        world.jobs.trouble(Trouble.UNAVAILABLE);
        try {
            world.notice(run, JobState.FAILED, PREEMPTED);
        } catch (RetryLater unavailable) {
            assertThat(now().attempts()).hasSize(2);
        }
        world.jobs.trouble(Trouble.NONE);
        world.launch().goOnFrom(world.ledger.find(run.key()).orElseThrow());

        assertThat(world.jobs.created().stream().map(job -> job.name().id())).anyMatch(id -> id.endsWith("-a2"));
        assertThat(now().attempts()).hasSize(2);
    }

    private void stuck() {
        JobName name = now().job().name();
        world.jobs.move(name, JobState.QUEUED, EXHAUSTED, OptionalInt.empty());
        world.clock.forward(Duration.ofMinutes(26));
        world.look(run);
        world.jobs.move(
                name,
                JobState.CANCELLED,
                "Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED for job " + name + ".",
                OptionalInt.empty());
    }

    private Failure failure() {
        return now().verdict().flatMap(verdict -> verdict.failure()).orElseThrow();
    }

    private Run now() {
        return world.run(run.key());
    }

    private String data() {
        return world.topics.published().stream()
                .map(sent -> new String(sent.message().data(), StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }
}
