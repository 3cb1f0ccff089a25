package dev.sluice.local.gcs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * What a resumable upload was started with; the shape of its file.
 *
 * @param conditions by their names in the JSON API
 * @param hashes the checksums announced at the start
 * @param size null when it was not announced
 * @param created microseconds since 1970
 * @param made the object, once there; null before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SessionRecord(
        String id,
        String name,
        Attributes attributes,
        Map<String, Long> conditions,
        Map<String, String> hashes,
        Long size,
        long created,
        boolean cancelled,
        StoredObject made) {

    SessionRecord cancel() {
        return new SessionRecord(id, name, attributes, conditions, hashes, size, created, true, null);
    }

    SessionRecord done(StoredObject object) {
        return new SessionRecord(id, name, attributes, conditions, hashes, size, created, false, object);
    }

    boolean isOpen() {
        return !cancelled && made == null;
    }
}
