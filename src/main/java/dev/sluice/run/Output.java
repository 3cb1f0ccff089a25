package dev.sluice.run;

import dev.sluice.storage.StoredObject;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A file that a run left.
 *
 * @param uri {@code gs://…}
 * @param size in bytes
 * @param crc32c Base64, as Cloud Storage gives it
 */
@RegisterForReflection
public record Output(String uri, long size, String crc32c) {
    public static Output of(StoredObject object) {
        return new Output(object.name().uri(), object.size(), object.crc32c());
    }
}
