package dev.sluice.local.gcs;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Received bytes in a temporary file, about to become an object.
 *
 * @param modified the file's modification time in nanoseconds, by which a later change from outside is seen
 * @param upload the resumable upload that brought it
 * @param components how many objects it was composed of, 0 when it was uploaded in one
 */
record Content(Path file, long size, long modified, Checksums checksums, int components, Optional<String> upload) {
    /** Brought by that resumable upload. */
    Content by(String id) {
        return new Content(file, size, modified, checksums, components, Optional.of(id));
    }
}
