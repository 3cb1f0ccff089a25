package dev.sluice.local.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A task's output as a file: everything its processes write, each attempt below a line that names it. */
final class TaskLog {
    private final Path file;
    private final long start;

    private TaskLog(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    static TaskLog open(Path file, Attempt attempt) {
        try {
            Files.createDirectories(file.getParent());
            TaskLog log = new TaskLog(file, Files.exists(file) ? Files.size(file) : 0);
            log.say("attempt %d of task %d, %s"
                    .formatted(attempt.retry(), attempt.task(), attempt.job().getName()));
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file, e);
        }
    }

    Path file() {
        return file;
    }

    /** A line of Batch's own among the output. */
    void say(String line) {
        try {
            Files.writeString(file, "--- " + line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Appends this attempt's part to another file. */
    void copyTo(Path other) {
        try {
            Files.createDirectories(other.getParent());
            try (InputStream in = Files.newInputStream(file);
                    OutputStream out =
                            Files.newOutputStream(other, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                in.skipNBytes(start);
                in.transferTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the log to " + other, e);
        }
    }
}
