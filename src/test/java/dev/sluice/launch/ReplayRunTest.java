package dev.sluice.launch;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.RetryLater;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.run.Cause;
import dev.sluice.run.Listed;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Replay;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.run.Runs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayRunTest {
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
    void afterTheCatalogWasMendedAReplayRunsAndTheRejectedRunSaysWhichOne() {
        Run rejected = rejected("a.csv");
        mend();

        Outcome outcome = replay(rejected.key());

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        Run replayed = world.run(outcome);
        assertThat(replayed.cause().kind()).isEqualTo(Cause.Kind.REPLAY);
        assertThat(replayed.input()).isEqualTo(rejected.input());
        assertThat(world.jobs.created()).containsExactly(replayed.job());
        Run original = world.run(rejected.key());
        assertThat(original.state()).isEqualTo(RunState.REJECTED);
        assertThat(original.verdict()).isEqualTo(rejected.verdict());
        assertThat(original.replay()).contains(new Replay(1, replayed.id(), world.clock.instant()));
        assertThat(runs().rejected(ACME, rejected.id().time(), Optional.empty(), 10))
                .singleElement()
                .extracting(Listed::replayedBy)
                .isEqualTo(Optional.of(replayed.id()));
    }

    @Test
    void replayedAgainItIsTheSameRun() {
        Run rejected = rejected("a.csv");
        mend();
        Outcome first = replay(rejected.key());
        Outcome second = replay(rejected.key());

        assertThat(second.kind()).isEqualTo(Kind.DUPLICATE);
        assertThat(second.run()).isEqualTo(first.run());
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void replayedByManyAtOnceItIsOneRun() throws Exception {
        Run rejected = rejected("a.csv");
        mend();
        ExecutorService eight = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Outcome>> replays = Collections.nCopies(8, () -> replay(rejected.key()));
            List<RunKey> led = new ArrayList<>();
            for (Future<Outcome> outcome : eight.invokeAll(replays)) {
                led.add(outcome.get().run().orElseThrow());
            }
            assertThat(led).hasSize(8);
            assertThat(List.copyOf(new java.util.HashSet<>(led))).hasSize(1);
        } finally {
            eight.shutdown();
        }
        assertThat(world.jobs.created()).hasSize(1);
        assertThat(world.run(rejected.key()).replay().map(Replay::times)).contains(1);
    }

    @Test
    void aReplayThatIsRejectedAsWellCanBeReplayedOnceMore() {
        Run rejected = rejected("a.csv");
        Outcome still = replay(rejected.key());
        assertThat(still.kind()).isEqualTo(Kind.REJECTED);
        mend();

        Outcome outcome = replay(rejected.key());

        assertThat(outcome.kind()).isEqualTo(Kind.CREATED);
        assertThat(outcome.run()).isNotEqualTo(still.run());
        assertThat(world.run(rejected.key()).replay().map(Replay::times)).contains(2);
        assertThat(world.topics.ids())
                .containsExactly(
                        rejected.id() + "-REJECTED", still.run().orElseThrow().id() + "-REJECTED");
    }

    @Test
    void aReplayThatWasInterruptedIsGoneOnWith() {
        Run rejected = rejected("a.csv");
        mend();
        world.jobs.trouble(Trouble.ANSWER_LOST);
        assertThatThrownBy(() -> replay(rejected.key())).isInstanceOf(RetryLater.class);
        assertThat(world.run(rejected.key()).replay()).isEmpty();
        world.jobs.trouble(Trouble.NONE);

        Outcome outcome = replay(rejected.key());

        assertThat(world.jobs.created())
                .singleElement()
                .isEqualTo(world.run(outcome).job());
        assertThat(world.run(rejected.key()).replay().map(Replay::by))
                .isEqualTo(outcome.run().map(RunKey::id));
    }

    @Test
    void whatCannotBeReplayedSaysWhy() throws Exception {
        Run going = world.run(world.launch(ACME, world.upload(ACME, "a.txt")));
        Run rejected = rejected("a.csv");
        RunKey none = new RunKey(ACME, new RunId("20261121t073012-k3v7q2m5x4n6p5r2s4t6"));
        Files.delete(folder.resolve("mlops-template/clients/acme.yaml"));

        assertThat(replay(going.key()).detail()).contains("is ACCEPTED; only a REJECTED one can be replayed");
        assertThat(replay(none).detail()).startsWith("there is no run mlops-template/acme/20261121t073012-");
        assertThat(replay(rejected.key()).detail()).contains("has no client mlops-template/acme any more");
    }

    @Test
    void rejectedRunsAreListedNewestFirstAndByPages() {
        List<RunId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            newestFirst.add(0, rejected(i + ".csv").id());
            world.launch(ACME, world.upload(ACME, i + ".txt"));
            world.clock.forward(Duration.ofHours(9));
        }
        Instant since = newestFirst.get(5).time();

        List<RunId> pages = new ArrayList<>();
        Optional<RunId> last = Optional.empty();
        List<RunId> page;
        do {
            page = runs().rejected(ACME, since, last, 2).stream()
                    .map(Listed::id)
                    .toList();
            pages.addAll(page);
            last = page.isEmpty() ? last : Optional.of(page.get(page.size() - 1));
        } while (!page.isEmpty());

        assertThat(pages).isEqualTo(newestFirst.subList(0, 6));
    }

    @Test
    void rejectedRunsOfOneSecondAreOnOnePageOrTheNext() {
        List<RunId> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            all.add(rejected(i + ".csv").id());
        }
        List<RunId> first = runs().rejected(ACME, all.get(0).time(), Optional.empty(), 3).stream()
                .map(Listed::id)
                .toList();
        List<RunId> second = runs().rejected(ACME, all.get(0).time(), Optional.of(first.get(2)), 3).stream()
                .map(Listed::id)
                .toList();

        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(all).containsAll(first).containsAll(second);
    }

    private Run rejected(String name) {
        Outcome outcome = world.launch(ACME, world.upload(ACME, name));
        assertThat(outcome.kind()).isEqualTo(Kind.REJECTED);
        return world.run(outcome);
    }

    /** From now on a template of the client takes every name. */
    private void mend() {
        catalog.client("acme", "by-uri");
    }

    private Outcome replay(RunKey key) {
        CurrentCatalog now = new CurrentCatalog(new CatalogFolder().load(folder));
        return new ReplayRun(now, world.ledger, world.launch(), world.clock).replay(key);
    }

    private Runs runs() {
        return new Runs(world.store, world.ledger, world.clock, world.config);
    }
}
