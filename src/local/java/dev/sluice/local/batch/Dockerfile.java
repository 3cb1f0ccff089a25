package dev.sluice.local.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a Dockerfile says to run: its last ENTRYPOINT and CMD, of its last stage. Nothing else of it is looked at, nor is the image it
 * begins with.
 */
record Dockerfile(List<String> entrypoint, List<String> command) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The folder's Dockerfile; one that says nothing when there is none. */
    static Dockerfile in(Path folder) {
        Path file = folder.resolve("Dockerfile");
        try {
            return Files.exists(file) ? parse(Files.readString(file)) : new Dockerfile(List.of(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    static Dockerfile parse(String text) {
        List<String> entrypoint = List.of();
        List<String> command = List.of();
        for (String line : instructions(text)) {
            String[] parts = line.split("\\s+", 2);
            String rest = parts.length > 1 ? parts[1].strip() : "";
            switch (parts[0].toUpperCase(Locale.ROOT)) {
                case "FROM" -> {
                    entrypoint = List.of();
                    command = List.of();
                }
                case "ENTRYPOINT" -> entrypoint = words(rest);
                case "CMD" -> command = words(rest);
                default -> {}
            }
        }
        return new Dockerfile(entrypoint, command);
    }

    /** One line each, without comments, continued lines joined. */
    private static List<String> instructions(String text) {
        List<String> found = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (stripped.startsWith("#")) {
                continue;
            }
            if (stripped.endsWith("\\")) {
                open.append(stripped, 0, stripped.length() - 1).append(' ');
            } else {
                found.add(open.append(stripped).toString());
                open.setLength(0);
            }
        }
        found.add(open.toString());
        return found.stream().filter(line -> !line.isBlank()).toList();
    }

    /** A JSON array is the words themselves; anything else is a line for the shell, as docker has it. */
    private static List<String> words(String rest) {
        if (rest.startsWith("[")) {
            try {
                return JSON.readValue(rest, new TypeReference<List<String>>() {});
            } catch (JsonProcessingException e) {
                return List.of("/bin/sh", "-c", rest);
            }
        }
        return List.of("/bin/sh", "-c", rest);
    }
}
