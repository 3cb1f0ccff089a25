package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares rendered things whole with a file below {@code src/test/resources}; {@code -Dupdate.golden=true} writes the files anew. */
public final class Golden {
    private Golden() {}

    public static void assertMatches(String file, String rendered) {
        Path path = Path.of("src/test/resources", file);
        try {
            if (Boolean.getBoolean("update.golden")) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, rendered);
            }
            assertThat(rendered).as("rendered, against %s", path).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
