package dev.sluice.local.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who runs a script, read as Linux does: the interpreter, and everything after it as one argument. The script is never executed itself,
 * because a file just written by a process with many threads can be "busy".
 */
final class Shebang {
    private static final int LONGEST = 4096;

    private Shebang() {}

    static List<String> of(Path script) {
        String line = firstLine(script);
        if (!line.startsWith("#!") || line.substring(2).isBlank()) {
            return List.of("/bin/sh");
        }
        return List.of(line.substring(2).strip().split("\\s+", 2));
    }

    private static String firstLine(Path script) {
        try (InputStream in = Files.newInputStream(script)) {
            String start = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return start.lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + script, e);
        }
    }
}
