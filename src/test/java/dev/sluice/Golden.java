package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a rendered thing whole with a checked-in file; {@code -Dupdate.golden=true} writes the file first. */
public final class Golden {
    private Golden() {}

    /** @param file below {@code src/test/resources} */
    public static void assertMatches(String file, String rendered) {
        matches(Path.of("src/test/resources", file), rendered);
    }

    /** @param file relative to the project's folder */
    public static void matches(Path file, String rendered) {
        try {
            if (Boolean.getBoolean("update.golden")) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, rendered);
            }
            assertThat(file).exists();
            assertThat(rendered).as("rendered, against %s", file).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
