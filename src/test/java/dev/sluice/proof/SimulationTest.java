package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many simulations, each from its own seed. {@code -Dsluice.seeds=N} plays so many, {@code -Dsluice.first=S} from that seed on;
 * {@code -Dsluice.seed=S} plays one and tells what happens in it.
 */
class SimulationTest {
    @TempDir
    static Path folder;

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "instance");
        thread.setDaemon(true);
        return thread;
    });
    private static Outside outside;

    /** Held, since it would be forgotten with its level. */
    private static final Logger SERVICE = Logger.getLogger("dev.sluice");

    @BeforeAll
    static void aCatalog() {
        SERVICE.setLevel(Level.SEVERE); // thousands of injected faults are no news
        outside = Outside.with(ProofCatalog.in(folder));
    }

    @AfterAll
    static void stop() {
        THREADS.shutdown();
        SERVICE.setLevel(null);
    }

    @Test
    void whateverHappensWhenTheDustSettlesNothingIsLostAndNothingIsTwice() {
        Long one = Long.getLong("sluice.seed");
        if (one != null) {
            Trace trace = play(one, true);
            trace.lines().forEach(System.out::println);
            assertThat(trace.wrong()).as("seed %d", one).isEmpty();
            return;
        }
        long first = Long.getLong("sluice.first", 1);
        long seeds = Long.getLong("sluice.seeds", 2000);
        System.out.printf(
                "seeds %d to %d: -Dsluice.first=%d -Dsluice.seeds=%d%n", first, first + seeds - 1, first, seeds);
        List<String> failed = LongStream.range(first, first + seeds)
                .parallel()
                .boxed()
                .flatMap(seed ->
                        play(seed, false).wrong().stream().limit(3).map(what -> "-Dsluice.seed=" + seed + ": " + what))
                .toList();
        assertThat(failed)
                .as("replay one with mvn test -Dtest=SimulationTest -Dsluice.seed=S")
                .isEmpty();
    }

    @Test
    void theSameSeedAlwaysGivesTheSame() {
        assertThat(play(17, true).lines()).isEqualTo(play(17, true).lines()).hasSizeGreaterThan(20);
    }

    private static Trace play(long seed, boolean traced) {
        Simulation simulation = new Simulation(outside.anew(), seed, traced, THREADS);
        simulation.play();
        return simulation.trace;
    }
}
