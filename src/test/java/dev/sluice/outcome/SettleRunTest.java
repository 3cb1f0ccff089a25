package dev.sluice.outcome;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobState;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettleRunTest {
    @TempDir
    Path folder;

    private World world;
    private Run run;

    @BeforeEach
    void aRunIsLaunched() {
        TestCatalog.in(folder);
        world = new World(folder);
        run = world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
    }

    @Test
    void givenAJobThatSucceededWithItsOutputsThenTheRunSucceededAndTheClientHears() {
        world.output(run, "result.txt");

        Outcome outcome = world.notice(run, JobState.SUCCEEDED);

        assertThat(outcome.kind()).isEqualTo(Kind.SETTLED);
        Verdict verdict = now().verdict().orElseThrow();
        assertThat(verdict.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(verdict.inputReplaced()).contains(false);
        assertThat(verdict.outputs().files()).singleElement().satisfies(file -> assertThat(file.uri())
                .isEqualTo("gs://demo-batch/mlops-template/acme/outputs/" + run.id() + "/a1/result.txt"));
        assertThat(world.topics.ids()).containsExactly(run.id() + "-SUCCEEDED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void statusJsonAndTheMessageAreTheSameBytes() {
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);

        byte[] status = world.store
                .read(new ObjectName("demo-batch", run.outputPrefix() + "status.json"))
                .orElseThrow()
                .bytes();
        assertThat(new String(status, StandardCharsets.UTF_8))
                .isEqualTo(new String(world.topics.published().get(0).message().data(), StandardCharsets.UTF_8));
    }

    @Test
    void givenAJobThatSucceededWithoutItsOutputsThenTheRunFailed() {
        world.output(run, "something-else.txt");

        world.notice(run, JobState.SUCCEEDED);

        assertThat(failure().kind()).isEqualTo(FailureKind.NO_OUTPUT);
        assertThat(failure().reason()).contains("result.txt");
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
    }

    @Test
    void givenAJobThatFailedThenItsLastReasonAndExitCodeAreTheRuns() {
        JobNotice notice = world.jobs.move(
                run.job().name(),
                JobState.FAILED,
                "Job failed due to task failures. For example, task with index 0 failed, failed task event description is"
                        + " Task state is updated from RUNNING to FAILED on zones/z/instances/i with exit code 1.",
                OptionalInt.empty());

        world.settle.settle(notice);

        assertThat(failure().kind()).isEqualTo(FailureKind.APP);
        assertThat(failure().exitCode()).contains(1);
        assertThat(failure().log()).isPresent();
    }

    @Test
    void givenATaskOverItsTimeThenTheFailureSaysSo() {
        JobNotice notice = world.jobs.move(
                run.job().name(),
                JobState.FAILED,
                "Task state is updated from RUNNING to FAILED on zones/z/instances/i due to task runs over the maximum"
                        + " runtime with exit code 50005.",
                OptionalInt.of(50005));

        world.settle.settle(notice);

        assertThat(failure().kind()).isEqualTo(FailureKind.TIME_LIMIT);
    }

    @Test
    void givenAnExitCodeThatIsNoNumberOfOursThenTheRunStillEnds() {
        world.settle.settle(
                world.jobs.move(run.job().name(), JobState.FAILED, "with exit code 99999999999.", OptionalInt.empty()));

        assertThat(failure().kind()).isEqualTo(FailureKind.APP);
        assertThat(failure().exitCode()).isEmpty();
    }

    @Test
    void theMessageNamesItsAttributesAsThePubSubBindingOfCloudEventsDoes() {
        world.notice(run, JobState.CANCELLED);

        assertThat(world.topics.published().get(0).message().attributes())
                .containsEntry("content-type", "application/json")
                .allSatisfy((name, value) -> assertThat(name).isLowerCase());
    }

    @Test
    void givenACancelledJobThenTheRunIsCancelled() {
        world.notice(run, JobState.CANCELLED);

        assertThat(world.topics.ids()).containsExactly(run.id() + "-CANCELLED");
    }

    @Test
    void intermediateStatesMoveTheRunOnAndNeverBack() {
        assertThat(world.notice(run, JobState.SCHEDULED).kind()).isEqualTo(Kind.ADVANCED);
        assertThat(world.notice(run, JobState.RUNNING).kind()).isEqualTo(Kind.ADVANCED);
        assertThat(world.notice(run, JobState.SCHEDULED).kind()).isEqualTo(Kind.IGNORED);
        assertThat(world.notice(run, JobState.QUEUED).kind()).isEqualTo(Kind.IGNORED);

        assertThat(now().state()).isEqualTo(RunState.RUNNING);
        assertThat(world.topics.ids()).isEmpty();
    }

    @Test
    void lateAndRepeatedNoticesOfAnEndedRunChangeNothing() {
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);
        Run ended = now();

        assertThat(world.notice(run, JobState.SUCCEEDED).kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.notice(run, JobState.FAILED).kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.notice(run, JobState.RUNNING).kind()).isEqualTo(Kind.DUPLICATE);

        assertThat(now()).isEqualTo(ended);
        assertThat(world.topics.ids()).hasSize(1);
    }

    @Test
    void noticesAboutOtherPeoplesJobsChangeNothing() {
        JobName foreign = run.job().name().inProject("demo");
        JobName other = new JobName("demo", foreign.location(), "other-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1");
        world.jobs.putForeign(other);

        assertThat(world.settle.settle(new JobNotice(other, Optional.empty())).kind())
                .isEqualTo(Kind.IGNORED);
        assertThat(world.settle
                        .settle(new JobNotice(run.job().name(), Optional.of("another-uid")))
                        .kind())
                .isEqualTo(Kind.IGNORED);
        assertThat(world.settle
                        .settle(new JobNotice(new JobName("demo", "europe-west1", "gone"), Optional.empty()))
                        .kind())
                .isEqualTo(Kind.IGNORED);
        assertThat(now()).isEqualTo(run);
    }

    @Test
    void givenAMessageThatCouldNotBeSentThenTheRedeliveredNoticeSendsIt() {
        world.output(run, "result.txt");
        world.topics.available(false);
        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);
        assertThat(world.ledger.isOpen(run.key())).isTrue();

        world.topics.available(true);
        world.clock.forward(Duration.ofMinutes(1));
        Outcome again = world.notice(run, JobState.SUCCEEDED);

        assertThat(again.kind()).isEqualTo(Kind.SETTLED);
        assertThat(world.topics.ids()).containsExactly(run.id() + "-SUCCEEDED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void givenThePointerWasNeverWrittenAndTheMessageCouldNotBeSentThenTheRepeatedNoticeStillSendsIt() {
        world.ledger.close(run.key());
        world.output(run, "result.txt");
        world.topics.available(false);
        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);

        world.topics.available(true);
        world.clock.forward(Duration.ofMinutes(1));
        world.notice(run, JobState.SUCCEEDED);

        assertThat(world.topics.ids()).containsExactly(run.id() + "-SUCCEEDED");
    }

    @Test
    void givenAVerdictThatIsBeingAnnouncedByAnotherInstanceThenTheNoticeComesAgainAndNothingIsSaidTwice() {
        world.output(run, "result.txt");
        world.topics.available(false);
        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);
        world.topics.available(true);

        assertThatThrownBy(() -> world.notice(run, JobState.SUCCEEDED)).isInstanceOf(RetryLater.class);

        assertThat(world.topics.ids()).isEmpty();
    }

    @Test
    void givenAllNoticesOfAShortJobAtOnceThenOneMessageIsSent() throws Exception {
        world.output(run, "result.txt");
        JobNotice notice = world.jobs.move(run.job().name(), JobState.SUCCEEDED);
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Outcome>> notices = Collections.nCopies(4, () -> world.settle.settle(notice));
            List<Kind> kinds = new ArrayList<>();
            for (Future<Outcome> outcome : four.invokeAll(notices)) {
                kinds.add(outcome.get().kind());
            }
            assertThat(kinds).containsOnlyOnce(Kind.SETTLED).containsOnly(Kind.SETTLED, Kind.DUPLICATE);
            assertThat(world.topics.ids()).hasSize(1);
        } finally {
            four.shutdown();
        }
    }

    @Test
    void givenTwoSettlersWithDifferentVerdictsThenOneMessageIdIsPublished() {
        // the other settler looks a moment later, sees another state, and is first to write
        JobNotice failed = world.jobs.move(run.job().name(), JobState.FAILED, "exit code 1", OptionalInt.of(1));
        InterruptedStore slow = new InterruptedStore(world.store, () -> {
            world.output(run, "result.txt");
            world.notice(run, JobState.SUCCEEDED);
        });

        SettleRuns.of(
                        world.jobs,
                        world.ledger,
                        slow,
                        world.start,
                        new dev.sluice.message.Announcer(world.store, world.topics, world.ledger, succeeded -> {}),
                        world.release(),
                        world.clock,
                        world.config)
                .settle(failed);

        assertThat(now().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(world.topics.ids()).containsOnly(run.id() + "-SUCCEEDED");
    }

    @Test
    void givenTheInputWasReplacedThenTheVerdictSaysSo() {
        world.output(run, "result.txt");
        world.upload(ACME, "letters.txt");

        world.notice(run, JobState.SUCCEEDED);

        assertThat(now().verdict().orElseThrow().inputReplaced()).contains(true);
    }

    @Test
    void moreOutputsThanAMessageHoldsAreInAManifest() {
        world.output(run, "result.txt");
        for (int i = 0; i < 1000; i++) {
            world.output(run, "part-%04d".formatted(i));
        }

        world.notice(run, JobState.SUCCEEDED);

        Verdict verdict = now().verdict().orElseThrow();
        assertThat(verdict.outputs().files()).hasSize(1000);
        assertThat(verdict.outputs().count()).isEqualTo(1001);
        ObjectName manifest = new ObjectName("demo-batch", run.outputPrefix() + "manifest.jsonl");
        assertThat(verdict.outputs().manifest()).contains(manifest.uri());
        List<String> lines = new String(world.store.read(manifest).orElseThrow().bytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).hasSize(1001).first().asString().contains("part-0000");
    }

    private Run now() {
        return world.run(run.key());
    }

    private Failure failure() {
        return now().verdict().orElseThrow().failure().orElseThrow();
    }
}
