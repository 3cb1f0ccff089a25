package dev.sluice.storage;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a stored object without reading it.
 *
 * @param generation changes with every write of the name; never 0
 * @param size in bytes
 * @param crc32c Base64 of the big-endian CRC32C, as Cloud Storage writes it; empty when unknown
 * @param created when this generation was written
 * @param metadata the object's custom metadata
 */
public record StoredObject(
        ObjectName name, long generation, long size, String crc32c, Instant created, Map<String, String> metadata) {
    public StoredObject {
        metadata = Map.copyOf(metadata);
    }
}
