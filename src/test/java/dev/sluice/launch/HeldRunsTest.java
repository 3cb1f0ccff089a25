package dev.sluice.launch;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for room. */
class HeldRunsTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    @TempDir
    Path folder;

    private World world;

    @BeforeEach
    void acmeMayHaveTwoOpenRuns() throws IOException {
        TestCatalog.in(folder);
        Files.writeString(
                folder.resolve("mlops-template/clients/acme.yaml"),
                "limits: { maxOpenRuns: 2 }\n",
                StandardOpenOption.APPEND);
        world = new World(folder);
    }

    @Test
    void whoHasAllRunsOpenThatItMayHaveWaitsWithTheNextOne() {
        uploaded(ACME, 2);
        Outcome third = launch(ACME, "c.txt");

        assertThat(third.kind()).isEqualTo(Kind.HELD);
        assertThat(world.run(third).state()).isEqualTo(RunState.HELD);
        assertThat(world.jobs.created()).hasSize(2);
        assertThat(ledger("held/")).hasSize(1);
        assertThat(launch(GLOBEX, "free.txt").kind()).isEqualTo(Kind.CREATED);
    }

    @Test
    void theSameEventOfAHeldRunAgainChangesNothing() {
        uploaded(ACME, 2);
        InputObject input = world.upload(ACME, "c.txt");
        Outcome once = world.launch(ACME, input);
        Outcome again = world.launch(ACME, input);

        assertThat(again.kind()).isEqualTo(Kind.HELD);
        assertThat(again.run()).isEqualTo(once.run());
        assertThat(ledger("held/")).hasSize(1);
        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void theEndOfOneRunLetsTheOldestHeldOneGo() {
        List<Run> open = uploaded(ACME, 2);
        Run older = world.run(launch(ACME, "c.txt"));
        world.clock.forward(Duration.ofSeconds(5));
        Run younger = world.run(launch(ACME, "d.txt"));

        succeed(open.get(0));

        assertThat(world.run(older.key()).state()).isEqualTo(RunState.ACCEPTED);
        assertThat(world.run(younger.key()).state()).isEqualTo(RunState.HELD);
        assertThat(world.jobs.created()).hasSize(3);
        assertThat(ledger("held/")).containsExactly("held/" + younger.key());
        assertThat(ledger("open/")).hasSize(2);
    }

    @Test
    void givenARunThatWasLetGoWithoutItsPointerAndMovedOnThenAPassWritesIt() {
        List<Run> open = uploaded(ACME, 2);
        Run held = world.run(launch(ACME, "c.txt"));
        world.store.fail(name -> name.name().equals("open/" + held.key()));
        succeed(open.get(0));
        world.store.fail(name -> false);
        world.notice(world.run(held.key()), JobState.RUNNING);

        world.release().all(inAMinute());

        assertThat(ledger("open/")).contains("open/" + held.key());
        assertThat(ledger("held/")).isEmpty();
    }

    @Test
    void aHeldRunKeepsTheJobThatWasPlannedWhenItWasAccepted() throws IOException {
        List<Run> open = uploaded(ACME, 2);
        Run held = world.run(launch(ACME, "c.txt"));
        Files.writeString(
                folder.resolve("mlops-template/templates/upper-case.yaml"),
                "container: { image: other/image:2 }\nresources: { machineType: e2-standard-2 }\n");
        succeed(open.get(0));

        assertThat(world.run(held.key()).job()).isEqualTo(held.job());
        assertThat(world.jobs.created()).contains(held.job());
    }

    @Test
    void aPassLetsGoWhatThereIsRoomForAndLeavesTheRest() throws IOException {
        uploaded(ACME, 2);
        for (int i = 0; i < 4; i++) {
            launch(ACME, "held-" + i + ".txt");
        }
        Path client = folder.resolve("mlops-template/clients/acme.yaml");
        Files.writeString(client, Files.readString(client).replace("maxOpenRuns: 2", "maxOpenRuns: 4"));
        world.clock.forward(Duration.ofMinutes(1));

        Release.Report report = world.release().all(inAMinute());

        assertThat(report.waiting()).isEqualTo(4);
        assertThat(report.released()).isEqualTo(2);
        assertThat(ledger("held/")).hasSize(2);
        assertThat(world.jobs.created()).hasSize(4);
    }

    @Test
    void aRegionThatTakesNoMoreJobsHoldsRunsBackAndAPassFollows() {
        int perSecond = world.config.google().creationsPerSecond();
        World frozen = new World(folder, Runnable::run, time -> {});
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < perSecond * 7; i++) {
            outcomes.add(frozen.launch(GLOBEX, frozen.upload(GLOBEX, "f%04d.txt".formatted(i))));
        }
        long created = outcomes.stream().filter(it -> it.kind() == Kind.CREATED).count();
        long held = outcomes.stream().filter(it -> it.kind() == Kind.HELD).count();

        assertThat(created)
                .as("a second's worth, and five seconds' of patience")
                .isEqualTo(perSecond * 6L);
        assertThat(held).isEqualTo(perSecond);

        frozen.clock.forward(Duration.ofMinutes(2));
        assertThat(frozen.release().all(frozen.clock.instant().plusSeconds(50)).released())
                .isEqualTo(perSecond);
        assertThat(frozen.jobs.created()).hasSize(perSecond * 7);
        assertThat(frozen.ledger.held()).isEmpty();
    }

    @Test
    void oneClientsCrowdDoesNotKeepAnotherOnesRunWaiting() {
        World slow = new World(folder, Runnable::run, time -> {});
        int perSecond = slow.config.google().creationsPerSecond();
        for (int i = 0; i < perSecond * 9; i++) {
            slow.launch(GLOBEX, slow.upload(GLOBEX, "f%04d.txt".formatted(i)));
        }
        ClientRef initech = new ClientRef("mlops-template", "initech");
        Outcome one = slow.launch(initech, slow.upload(initech, "one.txt"));
        assertThat(one.kind()).isEqualTo(Kind.HELD);
        slow.clock.forward(Duration.ofMinutes(2));

        // room for a second's and five seconds' worth, of three seconds' worth and one that wait
        slow.release().all(slow.clock.instant().plusSeconds(50));

        assertThat(slow.run(one).state()).isEqualTo(RunState.ACCEPTED);
        List<String> order = slow.jobs.order();
        assertThat(order.indexOf(slow.run(one).job().name().id()))
                .as("turn and turn about")
                .isLessThanOrEqualTo(perSecond * 6 + 2);
    }

    @Test
    void aReleaseThatDiedAfterItsRecordIsFinishedByThePointer() {
        List<Run> open = uploaded(ACME, 2);
        Run held = world.run(launch(ACME, "c.txt"));
        world.jobs.trouble(dev.sluice.batch.MemoryBatchJobs.Trouble.UNAVAILABLE);
        succeed(open.get(0));
        assertThat(world.run(held.key()).state()).isEqualTo(RunState.ACCEPTED);
        assertThat(ledger("held/")).hasSize(1);
        world.jobs.trouble(dev.sluice.batch.MemoryBatchJobs.Trouble.NONE);

        world.release().all(inAMinute());

        assertThat(world.jobs.created()).contains(held.job());
        assertThat(ledger("held/")).isEmpty();
    }

    private java.time.Instant inAMinute() {
        return world.clock.instant().plusSeconds(60);
    }

    private List<Run> uploaded(ClientRef client, int count) {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(world.run(launch(client, "open-" + i + ".txt")));
        }
        return runs;
    }

    private Outcome launch(ClientRef client, String name) {
        return world.launch(client, world.upload(client, name));
    }

    private void succeed(Run run) {
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);
    }

    private List<String> ledger(String prefix) {
        return world.store.names("ledger").stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
