package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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
        long seeds = one == null ? Long.getLong("sluice.seeds", 4) : 1;
        System.out.printf(
                "seeds %d to %d: -Dsluice.first=%d -Dsluice.seeds=%d%n", first, first + seeds - 1, first, seeds);
        List<String> failed = LongStream.range(first, first + seeds)
                .boxed()
                .flatMap(seed -> play(seed).stream().limit(3).map(what -> "-Dsluice.seed=" + seed + ": " + what))
                .toList();
        assertThat(failed)
                .as("replay one with mvn test -Dtest=EmulatorSimulationTest -Dsluice.seed=S")
                .isEmpty();
    }

    private static List<String> play(long seed) {
        long begin = System.nanoTime();
        try (EmulatorSimulation simulation = new EmulatorSimulation(folder.resolve(Long.toString(seed)), seed)) {
            List<String> wrong = simulation.play();
            System.out.printf("seed %d: %s, %d ms%n", seed, simulation.told(), (System.nanoTime() - begin) / 1_000_000);
            return wrong;
        } catch (Exception e) {
            throw new AssertionError("-Dsluice.seed=" + seed + " broke", e);
        }
    }
}
