package dev.sluice.catalog;

import java.util.Random;

/** Random tests say their seed and take it back: {@code -Dseed=42}. */
final class Seed {
    private Seed() {}

    static Random random() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed + " (repeat with -Dseed=" + seed + ")");
        return new Random(seed);
    }
}
