package dev.sluice.reconcile;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.ClientRef;
import dev.sluice.Golden;
import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Json;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilePassTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    private static final String OTHER_IN_WEST4 =
            """
            container: { image: "europe-docker.pkg.dev/demo/docker/other:1" }
            resources: { machineType: e2-standard-2 }
            placement: [{ region: europe-west4, provisioning: STANDARD }]
            timeLimit: 10m
            trigger: { match: "**" }
            """;

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private World world;

    @BeforeEach
    void aWorld() {
        catalog = TestCatalog.in(folder);
        // a queueLimit of its own, and a region of its own
        catalog.template(
                "by-uri",
                """
                container:
                  image: europe-docker.pkg.dev/demo/docker/by-uri:1
                  command: ["{input.uri}", "{output.uri}"]
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west4, provisioning: STANDARD }]
                queueLimit: 30m
                timeLimit: 10m
                trigger: { match: "**" }
                """);
        world = new World(folder);
        // the inputs' turn comes once an hour; what it does has tests of its own
        Passes.pass(world);
    }

    @Test
    void aRunningJobIsLeftAndCostsNoCallOfItsOwn() {
        Run run = launched(ACME, "a.txt");
        world.jobs.move(run.job().name(), JobState.RUNNING);
        Recorded before = recorded(run);

        PassReport report = pass();

        assertThat(report.runs().seen()).isEqualTo(1);
        assertThat(report.runs().looked()).isZero();
        assertThat(report.complete()).isTrue();
        assertThat(world.jobs.finds()).isZero();
        assertThat(recorded(run)).isEqualTo(before);
    }

    @Test
    void aJobThatHasEndedWithoutANoticeIsSettled() {
        Run run = launched(ACME, "a.txt");
        world.notice(run, JobState.RUNNING);
        world.output(run, "result.txt");
        world.jobs.move(run.job().name(), JobState.SUCCEEDED);

        PassReport report = pass();

        assertThat(report.runs().did()).containsExactly(Map.entry("settled", 1L));
        assertThat(world.topics.ids()).containsExactly(run.id() + "-SUCCEEDED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void aJobThatWaitsForLongerThanItsTemplateAllowsGivesWayToTheNextAttempt() {
        Run run = launched(GLOBEX, "a.csv");
        world.jobs.move(run.job().name(), JobState.SCHEDULED);
        world.clock.forward(Duration.ofMinutes(31));

        assertThat(pass().runs().did()).containsEntry("advanced", 1L);
        assertThat(world.jobs.find(run.job().name()).orElseThrow().state())
                .isEqualTo(JobState.CANCELLATION_IN_PROGRESS);
        assertThat(now(run).lastAttempt().orElseThrow().intent()).isPresent();

        assertThat(pass().runs().looked()).as("it is being cancelled").isZero();

        world.jobs.move(run.job().name(), JobState.CANCELLED);
        assertThat(pass().runs().did()).containsEntry("retried", 1L);
        assertThat(now(run).attempts()).hasSize(2);
        assertThat(world.jobs.created()).hasSize(2);
    }

    @Test
    void aJobThatMayStillWaitIsLeft() {
        launched(GLOBEX, "a.csv");
        world.clock.forward(Duration.ofMinutes(29));

        assertThat(pass().runs().looked()).isZero();
        assertThat(world.jobs.cancellations()).isZero();
    }

    @Test
    void whereTheTemplateIsNoMoreTheLimitInTheRecordCounts() {
        Run run = launched(GLOBEX, "a.csv");
        catalog.client("globex", "upper-case");
        catalog.remove("by-uri");
        world.clock.forward(Duration.ofMinutes(29));
        catalog.template("other", OTHER_IN_WEST4);

        PassReport early = pass();
        assertThat(early.runs().did()).containsExactly(Map.entry("as they should be", 1L));
        assertThat(world.jobs.finds()).isZero();

        world.clock.forward(Duration.ofMinutes(2));
        assertThat(pass().runs().did()).containsEntry("advanced", 1L);
        assertThat(now(run).lastAttempt().orElseThrow().intent()).isPresent();
    }

    @Test
    void anAcceptedRunWithoutAJobIsStartedOnceItsLeaseIsOver() {
        Run run = acceptedOnly("a.txt");
        assertThat(pass().runs().did()).containsEntry("left to whoever is at it", 1L);
        assertThat(world.jobs.created()).isEmpty();

        world.clock.forward(Duration.ofSeconds(61));
        assertThat(pass().runs().did()).containsEntry("started", 1L);

        assertThat(world.jobs.created()).singleElement().isEqualTo(run.job());
    }

    @Test
    void anAcceptedRunWhoseJobEndedUnseenIsSettledAtOnce() {
        Run run = launched(ACME, "a.txt");
        world.output(run, "result.txt");
        world.jobs.move(run.job().name(), JobState.SUCCEEDED);

        assertThat(pass().runs().did()).containsExactly(Map.entry("settled", 1L));
        assertThat(now(run).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void anAcceptedRunWhoseNameSomebodyElsesJobHasFailsAndDoesNotTakeThatJobForItsOwn() {
        Run run = acceptedOnly("a.txt");
        world.jobs.putForeign(run.job().name());
        world.jobs.move(run.job().name(), JobState.SUCCEEDED);
        world.clock.forward(Duration.ofSeconds(61));

        pass();

        assertThat(failure(run).kind()).isEqualTo(FailureKind.INTERNAL);
        assertThat(failure(run).reason()).contains("somebody else's job");
    }

    @Test
    void whatAnEndedRunOwesIsPaidByThePassAfterNextButNotWhileSomebodyMayBeAtIt() {
        Run run = launched(ACME, "a.txt");
        world.topics.available(false);
        assertThatThrownBy(() -> world.notice(run, JobState.FAILED)).isInstanceOf(RetryLater.class);
        world.topics.available(true);

        assertThat(pass().runs().did()).containsEntry("left to whoever is at it", 1L);
        assertThat(world.topics.ids()).isEmpty();

        world.clock.forward(Duration.ofSeconds(21));
        assertThat(pass().runs().did()).containsEntry("announced", 1L);
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
        assertThat(world.ledger.isOpen(run.key())).isFalse();
    }

    @Test
    void aJobDeletedByHandIsVanishedOnceItMustHaveBeenThere() {
        Run run = launched(ACME, "a.txt");
        world.notice(run, JobState.RUNNING);
        world.jobs.remove(run.job().name());
        world.clock.forward(Duration.ofMinutes(9));
        assertThat(pass().runs().did()).containsEntry("as they should be", 1L);
        assertThat(now(run).state()).isEqualTo(RunState.RUNNING);

        world.clock.forward(Duration.ofMinutes(2));
        assertThat(pass().runs().did()).containsEntry("settled", 1L);
        assertThat(failure(run).kind()).isEqualTo(FailureKind.VANISHED);
        assertThat(world.topics.ids()).containsExactly(run.id() + "-FAILED");
    }

    @Test
    void aPointerWithoutARunIsRemovedWhenNobodyCanBeWritingTheRecordAnyMore() {
        RunKey nobody = new RunKey(ACME, new RunId("20261121t073012-k3v7q2m5x4n6p5r2s4t6"));
        world.ledger.open(nobody);
        pass();
        assertThat(world.ledger.isOpen(nobody)).isTrue();

        world.clock.forward(Duration.ofMinutes(11));
        assertThat(pass().runs().did()).containsEntry("pointers without a run removed", 1L);
        assertThat(world.ledger.isOpen(nobody)).isFalse();
    }

    @Test
    void whatIsNoPointerOfOursIsPassedOver() {
        ObjectName stray = new ObjectName("ledger", "open/notes.txt");
        world.store.write(stray, ObjectContent.empty(), Condition.absent());

        assertThat(pass().runs()).isEqualTo(Part.nothing());
        assertThat(world.store.stat(stray)).isPresent();
    }

    @Test
    void aHeldRunWithAnOpenPointerGetsTheOtherOneAndIsReleasedWhenThereIsRoom() {
        Run run = acceptedOnly("a.txt");
        world.ledger.replace(recorded(run), run.heldBack(world.clock.instant()));

        PassReport noRoom = Passes.of(world, world.clock, deadline -> Part.nothing(), deadline -> Part.nothing())
                .run(world.clock.instant().plusSeconds(50));

        assertThat(noRoom.runs().did()).containsEntry("held", 1L);
        assertThat(world.ledger.isOpen(run.key())).isFalse();
        assertThat(world.ledger.held(ACME)).containsExactly(run.key());
        assertThat(world.jobs.created()).isEmpty();

        assertThat(pass().held().did()).containsEntry("released", 1L);
        assertThat(world.ledger.held(ACME)).isEmpty();
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void aLiveJobWhoseRunHasNoPointerGetsOneAgain() {
        Run run = launched(ACME, "a.txt");
        world.ledger.close(run.key());
        assertThat(pass().runs().looked()).as("it may have been made just now").isZero();

        world.clock.forward(Duration.ofMinutes(11));
        world.jobs.move(run.job().name(), JobState.RUNNING);
        assertThat(pass().runs().did()).containsEntry("pointers written again", 1L);
        assertThat(world.ledger.isOpen(run.key())).isTrue();
    }

    @Test
    void aLiveJobWhoseRunIsOverIsToldOfAndNotTouched() {
        Run run = launched(ACME, "a.txt");
        world.notice(run, JobState.FAILED);
        world.jobs.move(run.job().name(), JobState.RUNNING);
        world.clock.forward(Duration.ofMinutes(11));

        assertThat(pass().runs().did()).containsEntry("jobs that no run waits for", 1L);
        assertThat(world.ledger.isOpen(run.key())).isFalse();
        assertThat(world.jobs.cancellations()).isZero();
    }

    @Test
    void troubleWithOneRunLeavesTheOthersTheirTurn() {
        Run broken = launched(ACME, "a.txt");
        Run ended = launched(GLOBEX, "a.csv");
        world.jobs.move(broken.job().name(), JobState.FAILED);
        world.jobs.move(ended.job().name(), JobState.FAILED);
        corrupt(broken);

        PassReport report = pass();

        assertThat(report.complete()).isTrue();
        assertThat(report.runs().failed()).isEqualTo(1);
        assertThat(report.runs().troubles())
                .singleElement()
                .asString()
                .startsWith("run mlops-template/acme/" + broken.id() + ": could not read the record");
        assertThat(now(ended).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void theRunsOfARegionThatDoesNotAnswerAreLeftAndTheOthersGoOn() {
        Run there = launched(ACME, "a.txt");
        Run here = launched(GLOBEX, "a.csv");
        for (Run run : List.of(there, here)) {
            world.notice(run, JobState.RUNNING);
            world.jobs.remove(run.job().name());
        }
        world.clock.forward(Duration.ofMinutes(11));
        world.jobs.failLists("europe-west1");

        PassReport report = pass();

        assertThat(now(there).state()).isEqualTo(RunState.RUNNING);
        assertThat(failure(here).kind()).isEqualTo(FailureKind.VANISHED);
        assertThat(report.runs().did())
                .containsOnly(Map.entry("left, their region is not listed", 1L), Map.entry("settled", 1L));
        assertThat(report.runs().troubles())
                .singleElement()
                .asString()
                .startsWith("jobs in europe-west1: could not list jobs in europe-west1");

        world.jobs.failLists();
        pass();
        assertThat(failure(there).kind()).isEqualTo(FailureKind.VANISHED);
    }

    @Test
    void whereTheLedgerCannotBeListedNothingIsTouchedAndTheReportSaysSo() {
        Run run = launched(ACME, "a.txt");
        world.jobs.remove(run.job().name());
        world.clock.forward(Duration.ofMinutes(11));
        world.store.failLists(true);

        PassReport report = pass();

        assertThat(report.complete()).isFalse();
        assertThat(report.runs().troubles()).singleElement().asString().startsWith("open runs: ");
        assertThat(now(run).state()).isEqualTo(RunState.ACCEPTED);
    }

    @Test
    void aPassThatStopsEarlyIsGoneOnWithByTheNextInstance() {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Run run = launched(ACME, i + ".txt");
            world.notice(run, JobState.RUNNING);
            world.jobs.move(run.job().name(), JobState.FAILED);
            runs.add(run);
        }
        Instant start = world.clock.instant();
        List<Integer> left = new ArrayList<>();
        List<PassReport> reports = new ArrayList<>();
        do {
            // each look at the clock takes a minute, so that the time is up after the first run
            Ticking clock = new Ticking(start, Duration.ofMinutes(1));
            reports.add(Passes.of(world, clock).run(start.plus(Duration.ofSeconds(50))));
            left.add((int)
                    runs.stream().filter(run -> !now(run).state().isTerminal()).count());
        } while (left.get(left.size() - 1) > 0 && reports.size() < 10);

        assertThat(left).containsExactly(4, 3, 2, 1, 0);
        assertThat(reports.get(0).complete()).isFalse();
        assertThat(reports.get(0).runs().left()).isEqualTo(4);
        assertThat(world.store.names("ledger"))
                .as("a whole round forgets where the last one stopped")
                .noneMatch(name -> name.equals("reconcile/cursor.json"));
    }

    @Test
    void theRoundGoesOnAfterTheRunThatWasLastEvenIfThatOneStaysInTrouble() {
        Run first = launched(ACME, "a.txt");
        Run second = launched(GLOBEX, "b.csv");
        corrupt(first);
        world.notice(second, JobState.RUNNING);
        world.jobs.move(second.job().name(), JobState.FAILED);
        world.jobs.remove(first.job().name());
        Instant start = world.clock.instant();

        for (int i = 0; i < 2; i++) {
            Passes.of(world, new Ticking(start, Duration.ofMinutes(1))).run(start.plus(Duration.ofSeconds(50)));
        }

        assertThat(now(second).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void notesThatSomebodySpoiledAreTakenForNone() {
        for (String note : List.of("reconcile/cursor.json", "reconcile/inputs.json")) {
            world.store.write(
                    new ObjectName("ledger", note),
                    ObjectContent.json("[".getBytes(StandardCharsets.UTF_8)),
                    Condition.none());
        }
        Run run = launched(ACME, "a.txt");
        world.jobs.move(run.job().name(), JobState.FAILED);

        PassReport report = pass();

        assertThat(report.complete()).isTrue();
        assertThat(report.inputs()).isPresent();
        assertThat(now(run).state()).isEqualTo(RunState.FAILED);
        assertThat(pass().inputs()).as("written anew").isEmpty();
    }

    @Test
    void aReportIsJsonThatSaysWhatThePassSawAndDid() {
        launched(ACME, "a.txt");
        launched(GLOBEX, "b.csv");
        world.clock.forward(Duration.ofMinutes(31));
        world.jobs.failLists("europe-west1");

        String report = new String(Json.pretty(pass()), StandardCharsets.UTF_8);

        Golden.assertMatches("reconcile/report.json", report + "\n");
    }

    @Test
    void withinAnInstanceThereIsOnePassAtATime() {
        List<PassReport> second = new ArrayList<>();
        Instant deadline = world.clock.instant().plusSeconds(50);
        ReconcilePass[] instance = new ReconcilePass[1];
        instance[0] = Passes.of(
                world,
                world.clock,
                asked -> {
                    Thread other = new Thread(() -> second.add(instance[0].run(deadline)));
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Part.nothing();
                },
                asked -> Part.nothing());

        PassReport first = instance[0].run(deadline);

        assertThat(first.skipped()).isEmpty();
        assertThat(second).singleElement().satisfies(report -> {
            assertThat(report.skipped()).contains("another one is under way in this instance");
            assertThat(report.complete()).isFalse();
        });
    }

    @Test
    void instancesThatPassAtOnceComeToTheSame() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Run run = launched(ACME, i + ".txt");
            world.notice(run, JobState.RUNNING);
            world.jobs.move(run.job().name(), JobState.FAILED);
            ids.add(run.id() + "-FAILED");
        }
        ExecutorService four = Executors.newFixedThreadPool(4);
        try {
            List<Callable<PassReport>> passes = Collections.nCopies(4, this::pass);
            for (Future<PassReport> report : four.invokeAll(passes)) {
                // who comes second leaves the announcing to who was first
                assertThat(report.get().runs().troubles()).allMatch(trouble -> trouble.contains("was announced"));
            }
        } finally {
            four.shutdown();
        }

        assertThat(world.topics.ids()).containsOnlyOnceElementsOf(ids).hasSameSizeAs(ids);
        assertThat(world.store.names("ledger")).noneMatch(name -> name.startsWith("open/"));
    }

    @Test
    void whatHeldRunsAndCallbacksMeetIsTheirsAlone() {
        Run run = launched(ACME, "a.txt");
        world.notice(run, JobState.RUNNING);
        world.jobs.move(run.job().name(), JobState.FAILED);
        Part paid = new Part(3, 2, Map.of("delivered", 2L), 0, 0, List.of(), true);

        PassReport report = Passes.of(
                        world,
                        world.clock,
                        deadline -> {
                            throw new RetryLater("list held runs", new IllegalStateException("503"));
                        },
                        deadline -> paid)
                .run(world.clock.instant().plusSeconds(50));

        assertThat(report.runs().did()).containsEntry("settled", 1L);
        assertThat(report.held().troubles()).containsExactly("held runs: could not list held runs: 503");
        assertThat(report.held().complete()).isFalse();
        assertThat(report.callbacks()).isEqualTo(paid);
        assertThat(report.complete()).isFalse();
        assertThat(report.toString())
                .isEqualTo("pass stopped early in 0 ms; runs: 1 seen, 1 looked at: 1 settled;"
                        + " held: 0 seen; 1 failed; callbacks: 3 seen, 2 looked at: 2 delivered");
    }

    @Test
    void eachPartLeavesTimeToThoseAfterItAndAnErrorOfOursEndsNoneOfThem() {
        Instant start = world.clock.instant();
        List<Instant> deadlines = new ArrayList<>();

        PassReport report = Passes.of(
                        world,
                        world.clock,
                        deadline -> {
                            deadlines.add(deadline);
                            throw new IllegalStateException("a mistake of ours");
                        },
                        deadline -> {
                            deadlines.add(deadline);
                            return Part.nothing();
                        })
                .run(start.plusSeconds(50));

        assertThat(deadlines).containsExactly(start.plusMillis(32_500), start.plusSeconds(45));
        assertThat(report.held().troubles())
                .containsExactly("held runs: java.lang.IllegalStateException: a mistake of ours");
    }

    private PassReport pass() {
        return Passes.pass(world);
    }

    private Run launched(ClientRef client, String name) {
        return world.run(world.launch(client, world.upload(client, name)));
    }

    /** A run whose instance died between the record and the job. */
    private Run acceptedOnly(String name) {
        InputObject input = world.upload(ACME, name);
        world.jobs.trouble(Trouble.UNAVAILABLE);
        assertThatThrownBy(() -> world.launch(ACME, input)).isInstanceOf(RetryLater.class);
        world.jobs.trouble(Trouble.NONE);
        RunKey key = new RunKey(ACME, RunId.of("sluice", dev.sluice.run.Cause.object(input)));
        Recorded recorded = world.ledger.find(key).orElseThrow();
        return world.ledger
                .replace(recorded, recorded.run().leased(world.start.newLease()))
                .orElseThrow()
                .run();
    }

    /** Somebody wrote something else over the record. */
    private void corrupt(Run run) {
        String record = world.store.names("ledger").stream()
                .filter(name ->
                        name.startsWith("runs/") && name.contains(run.id().value()))
                .findFirst()
                .orElseThrow();
        world.store.write(
                new ObjectName("ledger", record),
                ObjectContent.json("{".getBytes(StandardCharsets.UTF_8)),
                Condition.none());
    }

    private Recorded recorded(Run run) {
        return world.ledger.find(run.key()).orElseThrow();
    }

    private Run now(Run run) {
        return recorded(run).run();
    }

    private Failure failure(Run run) {
        return now(run).verdict().orElseThrow().failure().orElseThrow();
    }
}
