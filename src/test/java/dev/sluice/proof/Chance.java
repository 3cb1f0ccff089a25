package dev.sluice.proof;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** All that is left to chance, from one seed. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean of(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    double upTo(double most) {
        return random.nextDouble() * most;
    }

    Duration millis(int least, int most) {
        return Duration.ofMillis(between(least, most));
    }

    Duration seconds(int least, int most) {
        return Duration.ofMillis(between(least * 1000, most * 1000));
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** One of few, some more likely than others. */
    @SafeVarargs
    final <T> T oneOf(T... all) {
        return all[random.nextInt(all.length)];
    }
}
