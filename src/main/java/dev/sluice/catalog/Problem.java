package dev.sluice.catalog;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * Something wrong in a catalog.
 *
 * @param file below the catalog's folder
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what is expected
 */
public record Problem(Path file, int line, int column, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::fileName)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    private String fileName() {
        return file.toString().replace('\\', '/');
    }

    /** {@code clients/acme.yaml:3:5: message}. */
    @Override
    public String toString() {
        return fileName() + ":" + line + ":" + column + ": " + message;
    }
}
