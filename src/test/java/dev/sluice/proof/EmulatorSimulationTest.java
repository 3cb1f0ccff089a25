package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
 * Simulations on the emulators with all faults of the local cloud, each from its own seed. {@code -Dsluice.seeds=N} plays so many,
 * {@code -Dsluice.first=S} from that seed on; {@code -Dsluice.seed=S} plays one.
 */
class EmulatorSimulationTest {
    @TempDir
    static Path folder;

    private static final int AT_A_TIME = 4;
    private static final Logger LOG = Logger.getLogger(EmulatorSimulationTest.class.getName());

    /** Held, since it would be forgotten with its level. */
    private static final Logger SERVICE = Logger.getLogger("dev.sluice");

    @BeforeAll
    static void quietly() {
        SERVICE.setLevel(Level.SEVERE); // thousands of injected faults are no news
    }

    @AfterAll
    static void loudly() {
        SERVICE.setLevel(null);
    }

    @Test
    void whateverTheLocalCloudDoesWhenTheDustSettlesNothingIsLostAndNothingIsTwice() {
        Long one = Long.getLong("sluice.seed");
        long first = one == null ? Long.getLong("sluice.first", 1) : one;
        long seeds = one == null ? Long.getLong("sluice.seeds", 3) : 1;
        System.out.printf(
                "seeds %d to %d: -Dsluice.first=%d -Dsluice.seeds=%d%n", first, first + seeds - 1, first, seeds);
        long begin = System.nanoTime();
        List<String> failed = playAll(LongStream.range(first, first + seeds));
        System.out.printf(
                "mvn test -Dtest=EmulatorSimulationTest -Dsluice.first=%d -Dsluice.seeds=%d: %d seeds, %d failed, %d s%n",
                first, seeds, seeds, failed.size(), (System.nanoTime() - begin) / 1_000_000_000L);
        assertThat(failed)
                .as("replay one with mvn test -Dtest=EmulatorSimulationTest -Dsluice.seed=S")
                .isEmpty();
    }

    /** Some at a time: most of a simulation is Google's clients waiting before they try again. */
    private static List<String> playAll(LongStream seeds) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            return seeds.mapToObj(seed -> CompletableFuture.supplyAsync(() -> play(seed), threads)).toList().stream()
                    .flatMap(played -> played.join().stream())
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> play(long seed) {
        String command = "-Dsluice.seed=" + seed + ": ";
        try (EmulatorSimulation simulation = new EmulatorSimulation(folder.resolve(Long.toString(seed)), seed)) {
            List<String> wrong = simulation.play();
            System.out.printf("seed %d: %s%n", seed, simulation.told());
            return wrong.stream().limit(3).map(what -> command + what).toList();
        } catch (Exception e) {
            LOG.log(Level.SEVERE, "seed " + seed, e);
            return List.of(command + "it broke: " + e);
        }
    }
}
