package dev.sluice.launch;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The first story where something outside fails between two of its steps. */
class LaunchTroubleTest {
    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void startAnew() {
        TestCatalog.in(folder);
        world = new World(folder);
    }

    @Test
    void givenARejectionThatCouldNotBeAnnouncedThenTheNextDeliverySecondsLaterAnnouncesIt() {
        InputObject input = world.upload(ACME, "picture.png");
        world.topics.available(false);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.topics.available(true);
        world.clock.forward(Duration.ofSeconds(10));
        world.launch(ACME, input);

        assertThat(world.topics.ids()).singleElement().asString().endsWith("-REJECTED");
        assertThat(world.store.names("ledger")).noneMatch(name -> name.startsWith("open/"));
    }

    @Test
    void givenARefusedJobThatCouldNotBeAnnouncedThenTheNextDeliverySecondsLaterAnnouncesIt() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.jobs.trouble(Trouble.INVALID);
        world.topics.available(false);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);

        world.topics.available(true);
        world.clock.forward(Duration.ofSeconds(10));
        world.launch(ACME, input);

        assertThat(world.topics.ids()).singleElement().asString().endsWith("-FAILED");
    }

    @Test
    void anErrorBesideTheCreationOfTheJobStaysAnErrorAndIsNoMistakeOfTheEvents() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.store.fail(name -> {
            if (name.name().startsWith("open/")) {
                throw new OutOfMemoryError("for the test");
            }
            return false;
        });

        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void givenARejectionThatItsOwnRepeatedWriteMetThenItIsAnnounced() {
        InputObject input = world.upload(ACME, "picture.png");
        world.store.loseAnswers(name -> name.name().startsWith("runs/"));

        Outcome outcome = world.launch(ACME, input);

        assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        assertThat(world.topics.ids()).hasSize(1);
    }

    @Test
    void givenAFailureThatItsOwnRepeatedWriteMetThenItIsAnnounced() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.jobs.trouble(Trouble.INVALID);
        world.store.loseAnswers(name -> name.name().startsWith("runs/"));

        Outcome outcome = world.launch(ACME, input);

        assertThat(world.run(outcome).state()).isEqualTo(RunState.FAILED);
        assertThat(world.topics.ids()).hasSize(1);
    }

    @Test
    void givenARejectionThatAnotherDeliveryIsAnnouncingThenItIsNotAnnouncedTwice() {
        InputObject input = world.upload(ACME, "picture.png");
        Outcome first = world.launch(ACME, input);
        // as if the first were still between its message and its pointer
        world.ledger.open(first.run().orElseThrow());

        Outcome second = world.launch(ACME, input);

        assertThat(second.kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.topics.ids()).hasSize(1);
    }

    @Test
    void givenANoticeThatOvertookAPointerWhichFailedThenTheRedeliveryMakesSureOfThePointer() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.store.fail(name -> name.name().startsWith("open/"));
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);
        world.store.fail(name -> false);
        Run run = world.run(world.settle
                .settle(world.jobs.move(world.jobs.created().get(0).name(), JobState.SCHEDULED))
                .run()
                .orElseThrow());

        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(world.ledger.isOpen(run.key())).isTrue();
    }

    @Test
    @Timeout(20)
    void givenNoThreadIsFreeForThePointerThenTheRequestWritesItItself() {
        World busy = new World(folder, work -> {});

        Outcome outcome = busy.launch(ACME, busy.upload(ACME, "letters.txt"));

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        assertThat(busy.ledger.isOpen(outcome.run().orElseThrow())).isTrue();
    }

    @Test
    void givenTheServiceIsStoppingThenTheRequestStillFinishesWhatItBegan() {
        World stopping = new World(folder, work -> {
            throw new RejectedExecutionException("stopping");
        });

        Outcome outcome = stopping.launch(ACME, stopping.upload(ACME, "letters.txt"));

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        assertThat(stopping.ledger.isOpen(outcome.run().orElseThrow())).isTrue();
    }

    @Test
    void aRecordThatCannotBeReadIsForAPersonToMend() {
        InputObject input = world.upload(ACME, "letters.txt");
        world.launch(ACME, input);
        String record = world.store.names("ledger").stream()
                .filter(name -> name.startsWith("runs/"))
                .findFirst()
                .orElseThrow();
        for (String broken : new String[] {"{", "null", "{}", "[]", "{\"id\": 7}"}) {
            world.store.write(
                    new ObjectName("ledger", record),
                    ObjectContent.json(broken.getBytes(StandardCharsets.UTF_8)),
                    Condition.none());

            assertThatThrownBy(() -> world.launch(ACME, input))
                    .as(broken)
                    .isInstanceOf(GiveUp.class)
                    .hasMessageContaining(record);
        }
    }
}
