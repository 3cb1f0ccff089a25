package dev.sluice.storage;

import java.util.OptionalLong;

/**
 * What must hold for a write to happen.
 *
 * @param generation the generation that must be stored now, 0 for none (Cloud Storage's {@code ifGenerationMatch}); empty
 *     for any
 */
public record Condition(OptionalLong generation) {
    /** Nothing is stored under the name. */
    public static Condition absent() {
        return generation(0);
    }

    /** This generation is stored under the name. */
    public static Condition generation(long generation) {
        return new Condition(OptionalLong.of(generation));
    }

    /** Whatever is stored is replaced. */
    public static Condition none() {
        return new Condition(OptionalLong.empty());
    }
}
