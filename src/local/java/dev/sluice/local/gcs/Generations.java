package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Numbers that only grow: the clock's microseconds, or one more than the last when the clock stands still or goes back.
 *
 * <p>A file holds a number above all that were ever given out, moved ahead a second at a time, so that a restart after a
 * crash repeats none either.
 */
final class Generations implements AutoCloseable {
    private static final long AHEAD = 1_000_000;

    private final InstantSource clock;
    private final Path file;
    private long last;
    private long bound;

    Generations(InstantSource clock, Path file) throws IOException {
        this.clock = clock;
        this.file = file;
        this.last = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        this.bound = last;
    }

    synchronized long next() throws IOException {
        long next = Math.max(now(), last + 1);
        if (next >= bound) {
            save(next + AHEAD);
        }
        last = next;
        return next;
    }

    /** Microseconds since 1970, which may repeat. */
    long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    }

    @Override
    public synchronized void close() throws IOException {
        save(last);
    }

    private void save(long number) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, Long.toString(number));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        bound = number;
    }
}
