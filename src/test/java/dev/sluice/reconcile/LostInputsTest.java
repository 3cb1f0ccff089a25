package dev.sluice.reconcile;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostInputsTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private World world;

    @BeforeEach
    void aWorld() {
        catalog = TestCatalog.in(folder);
        world = new World(folder);
    }

    @Test
    void anInputThatNoEventToldOfGetsTheRunThatItsEventWouldHaveMade() {
        InputObject input = world.upload(ACME, "a.txt");
        world.clock.forward(Duration.ofMinutes(6));

        assertThat(look()).containsEntry("started", 1L);

        Run run = run(input).orElseThrow();
        assertThat(world.jobs.created()).containsExactly(run.job());
        assertThat(world.launch(ACME, input).kind())
                .as("the event comes after all")
                .hasToString("duplicate");
    }

    @Test
    void aYoungInputIsLeftToItsEventAndFoundByTheNextLook() {
        world.upload(ACME, "a.txt");
        world.clock.forward(Duration.ofMinutes(4));
        assertThat(look()).isEmpty();

        world.clock.forward(Duration.ofHours(1));
        assertThat(look()).containsEntry("started", 1L);
    }

    @Test
    void whatIsOlderThanTwentySixHoursIsHistory() {
        world.upload(ACME, "a.txt");
        world.clock.forward(Duration.ofHours(27));

        assertThat(look()).isEmpty();
    }

    @Test
    void inputsOfTheDayBeforeYesterdayAreMetWithTheRunsOfThatDay() {
        // 07:30 on the 21st, then 01:00 on the 23rd: 26 hours back is the 21st at 23:00
        world.clock.forward(Duration.ofHours(16).minusMinutes(10));
        InputObject known = world.upload(ACME, "known.txt");
        InputObject lost = world.upload(ACME, "lost.txt");
        world.launch(ACME, known);
        world.clock.forward(Duration.ofHours(25).plusMinutes(40));
        Passes.pass(world);

        assertThat(run(lost)).isPresent();
        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void placeholdersAndDataForAMarkerAreNobodysRun() {
        world.upload(ACME, "folder/");
        catalog.template(
                "marked",
                """
                container: { image: "europe-docker.pkg.dev/demo/docker/marked:1", command: ["{output.uri}"] }
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west1, provisioning: STANDARD }]
                timeLimit: 10m
                trigger: { marker: _READY }
                """);
        catalog.client("globex", "marked");
        world.upload(GLOBEX, "data.csv");
        world.clock.forward(Duration.ofMinutes(6));

        assertThat(look()).containsExactly(Map.entry("as they should be", 1L));
        assertThat(world.store.names("ledger")).noneMatch(name -> name.startsWith("runs/"));
    }

    @Test
    void anInputThatNoTemplateTakesIsRejectedAndTheClientHears() {
        InputObject input = world.upload(ACME, "a.csv");
        world.clock.forward(Duration.ofMinutes(6));

        assertThat(look()).containsEntry("rejected", 1L);
        assertThat(world.topics.ids()).containsExactly(idOf(input) + "-REJECTED");
    }

    @Test
    void allInstancesTogetherLookOnceAnHour() {
        assertThat(Passes.pass(world).inputs()).isPresent();
        assertThat(Passes.pass(world).inputs()).isEmpty();
        world.clock.forward(Duration.ofMinutes(59));
        assertThat(Passes.pass(world).inputs()).isEmpty();
        world.clock.forward(Duration.ofMinutes(1));
        assertThat(Passes.pass(world).inputs()).isPresent();
    }

    @Test
    void aLookThatAnInstanceDiedInIsGoneOnWith() {
        InputObject input = world.upload(ACME, "a.txt");
        world.clock.forward(Duration.ofMinutes(6));
        Instant now = world.clock.instant();
        InputsTurn turn = new InputsTurn(new Notes(world.store, world.config), world.clock, world.config);
        assertThat(turn.take(now.plusSeconds(50))).isPresent();

        assertThat(Passes.pass(world).inputs()).as("somebody is at it").isEmpty();
        world.clock.forward(Duration.ofSeconds(81));
        assertThat(Passes.pass(world).inputs()).isPresent();
        assertThat(run(input)).isPresent();
    }

    @Test
    void aLookThatStopsEarlyIsGoneOnWithAtTheSameClient() {
        List<InputObject> inputs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            inputs.add(world.upload(ACME, i + ".txt"));
            inputs.add(world.upload(GLOBEX, i + ".csv"));
        }
        world.clock.forward(Duration.ofMinutes(6));
        List<Long> found = new ArrayList<>();
        do {
            Instant start = world.clock.instant();
            Passes.of(world, new Ticking(start, Duration.ofSeconds(15))).run(start.plusSeconds(50));
            found.add(inputs.stream().filter(input -> run(input).isPresent()).count());
        } while (found.get(found.size() - 1) < 8 && found.size() < 10);

        assertThat(found).containsExactly(3L, 5L, 8L);
        assertThat(world.jobs.creations()).isEqualTo(8);
    }

    @Test
    void aLookStopsBetweenTwoClientsToo() {
        List<Boolean> complete = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Instant start = world.clock.instant();
            ReconcilePass late = Passes.of(world, new Ticking(start, Duration.ofMinutes(1)));
            late.run(start.plusSeconds(50)).inputs().map(Part::complete).ifPresent(complete::add);
        }

        assertThat(complete).as("acme, globex, initech").containsExactly(false, false, true);
    }

    @Test
    void troubleWithOneClientsBucketLeavesTheOthersTheirTurn() {
        TestCatalog.in(folder, "another", "another-batch");
        InputObject input = world.upload(GLOBEX, "a.csv");
        world.clock.forward(Duration.ofMinutes(6));
        world.store.fail(name -> name.name().equals("mlops-template/acme/inputs/"));

        Part part = Passes.pass(world).inputs().orElseThrow();

        assertThat(part.troubles()).singleElement().asString().startsWith("inputs of mlops-template/acme: ");
        assertThat(part.complete()).isTrue();
        assertThat(run(input)).isPresent();
    }

    @Test
    void aRecordWithoutAPointerIsOpenAgain() {
        InputObject input = world.upload(ACME, "a.txt");
        world.jobs.trouble(Trouble.UNAVAILABLE);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);
        world.jobs.trouble(Trouble.NONE);
        RunKey key = new RunKey(ACME, idOf(input));
        world.ledger.close(key);
        world.clock.forward(Duration.ofMinutes(11));

        assertThat(look()).containsEntry("pointers written again", 1L);
        assertThat(Passes.pass(world).runs().did()).containsEntry("started", 1L);
    }

    @Test
    void aHeldRecordWithoutAPointerIsHeldAgain() {
        InputObject input = world.upload(ACME, "a.txt");
        Run run = world.run(world.launch(ACME, input));
        world.ledger.close(run.key());
        world.ledger
                .replace(world.ledger.find(run.key()).orElseThrow(), run.heldBack(world.clock.instant()))
                .orElseThrow();
        world.jobs.remove(run.job().name());
        world.clock.forward(Duration.ofMinutes(11));

        assertThat(look()).containsEntry("pointers written again", 1L);
        try (Stream<RunKey> held = world.ledger.held(ACME)) {
            assertThat(held).containsExactly(run.key());
        }
    }

    @Test
    void endedRunsNeedNoPointerAndNoCall() {
        InputObject input = world.upload(ACME, "a.txt");
        Run run = world.run(world.launch(ACME, input));
        world.notice(run, JobState.FAILED);
        world.clock.forward(Duration.ofMinutes(11));

        assertThat(look()).isEmpty();
        assertThat(run(input)).map(Run::state).contains(RunState.FAILED);
    }

    private Map<String, Long> look() {
        return Passes.pass(world).inputs().orElseThrow().did();
    }

    private static RunId idOf(InputObject input) {
        return RunId.of("sluice", Cause.object(input));
    }

    private Optional<Run> run(InputObject input) {
        ClientRef client = input.name().name().startsWith(ACME.inputs()) ? ACME : GLOBEX;
        return world.ledger.find(new RunKey(client, idOf(input))).map(found -> found.run());
    }
}
