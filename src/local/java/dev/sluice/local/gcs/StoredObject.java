package dev.sluice.local.gcs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;

/**
 * All that is known of an object but its bytes; the shape of its record file.
 *
 * @param updated microseconds since 1970, as generations are
 * @param upload the resumable upload that brought it; null for none
 * @param modified nanoseconds since 1970 of the file when it was last looked at
 */
record StoredObject(
        String name,
        long generation,
        long metageneration,
        long size,
        Checksums checksums,
        int components,
        long updated,
        Place place,
        long modified,
        Attributes attributes,
        @JsonInclude(JsonInclude.Include.NON_NULL) String upload) {

    static StoredObject created(ObjectName name, long generation, Content content, Place place, Attributes attributes) {
        return new StoredObject(
                name.text(),
                generation,
                1,
                content.size(),
                content.checksums(),
                content.components(),
                generation,
                place,
                content.modified(),
                attributes,
                content.upload().orElse(null));
    }

    StoredObject changed(Attributes to, long now) {
        return new StoredObject(
                name, generation, metageneration + 1, size, checksums, components, now, place, modified, to, upload);
    }

    ObjectName objectName() {
        return new ObjectName(name);
    }

    /** A generation is the time of creation in microseconds. */
    Instant timeCreated() {
        return Instant.EPOCH.plus(generation, ChronoUnit.MICROS);
    }

    Instant timeUpdated() {
        return Instant.EPOCH.plus(updated, ChronoUnit.MICROS);
    }

    /** Generation and metageneration as Google packs them: two varint fields of a protobuf message, in base64. */
    String etag() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        varint(bytes, 0x08);
        varint(bytes, generation);
        varint(bytes, 0x10);
        varint(bytes, metageneration);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
