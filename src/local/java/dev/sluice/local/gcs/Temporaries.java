package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Names for files in the making, on the same file system as their later place so that a rename is atomic. */
final class Temporaries {
    private final Path folder;
    private final AtomicLong count = new AtomicLong();

    /** Starts empty: what an earlier process left unfinished was never acknowledged. */
    Temporaries(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    Path next() {
        return folder.resolve(Long.toString(count.incrementAndGet()));
    }

    Spool spool() throws IOException {
        return new Spool(next());
    }
}
