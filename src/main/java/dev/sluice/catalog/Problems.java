package dev.sluice.catalog;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** Collects what is wrong; the same thing said twice is said once. */
final class Problems {
    private final TreeSet<Problem> found = new TreeSet<>();

    void add(Problem problem) {
        found.add(problem);
    }

    void add(Path file, Place place, String message) {
        add(new Problem(file, place.line(), place.column(), message));
    }

    void addAll(List<Problem> problems) {
        found.addAll(problems);
    }

    /** Ordered by file, line and column. */
    List<Problem> sorted() {
        return List.copyOf(found);
    }
}
