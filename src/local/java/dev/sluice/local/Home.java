package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The project's folder, wherever the command was typed. */
public record Home(Path folder) {
    /** As {@code ./sluice} says in {@code dev.sluice.home}; else the current folder. */
    public static Home find() {
        return new Home(Path.of(System.getProperty("dev.sluice.home", ""))
                .toAbsolutePath()
                .normalize());
    }

    public Path catalog() {
        return folder.resolve("deployment/catalog");
    }

    /** The service's jar. */
    public Path jar() {
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Where a command keeps its data, if not told otherwise. */
    public Path data(String command) {
        return folder.resolve(".sluice").resolve(command);
    }

    /** Removes what an earlier run of a command left; whoever calls has locked the folder. */
    static void empty(Path data) {
        try {
            List<Path> all;
            try (Stream<Path> walk = Files.walk(data)) {
                all = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : all) {
                if (!each.equals(data) && !each.equals(data.resolve(DataLock.FILE))) {
                    Files.delete(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + data + ": " + e, e);
        }
    }

    /** What {@code deployment/local.yaml} says of the local cloud; nothing when there is none. */
    CloudConfig config() {
        Path file = folder.resolve("deployment/local.yaml");
        return Files.exists(file) ? CloudConfig.read(file, folder) : CloudConfig.empty();
    }
}
