package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Modification times in nanoseconds since 1970. */
final class Modified {
    private Modified() {}

    static long of(Path file) throws IOException {
        return of(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
    }

    static long of(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
