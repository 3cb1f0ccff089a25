package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * What a run left behind.
 *
 * @param files the first {@link #LISTED} of them
 * @param count of all
 * @param manifest the address of the whole list, where {@code files} is not all
 */
@RegisterForReflection
public record Outputs(List<Output> files, long count, Optional<String> manifest) {
    /** The most files that a record and a message name themselves. */
    public static final int LISTED = 1000;

    public Outputs {
        files = List.copyOf(files);
    }

    public static Outputs none() {
        return new Outputs(List.of(), 0, Optional.empty());
    }
}
