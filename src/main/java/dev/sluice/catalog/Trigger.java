package dev.sluice.catalog;

import java.util.List;
import java.util.Optional;

/**
 * Which uploads start a template.
 *
 * @param match one of these globs matches the name below {@code inputs/}; empty where there is a marker
 * @param marker a file name that says "all files beside me are there"; this version does not act on it, so a template
 *     with a marker matches nothing
 */
public record Trigger(List<Glob> match, Optional<String> marker) {
    public Trigger {
        match = List.copyOf(match);
    }

    /** Whether an object with this name below {@code inputs/} starts the template. */
    public boolean matches(String pathBelowInputs) {
        return match.stream().anyMatch(glob -> glob.matches(pathBelowInputs));
    }
}
