package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a rendered thing whole with a checked-in file; {@code -Dupdate.golden=true} writes the file instead. */
final class Golden {
    private Golden() {}

    static void matches(Path file, String actual) throws IOException {
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual).isEqualTo(Files.readString(file));
    }
}
