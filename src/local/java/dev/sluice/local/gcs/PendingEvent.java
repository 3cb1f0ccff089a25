package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;

/**
 * A CloudEvent that an address has not acknowledged yet; the shape of its file.
 *
 * @param time when the object was finalized, RFC 3339 with microseconds
 * @param data the object resource
 */
record PendingEvent(String id, URI address, String bucket, String object, String time, JsonNode data) {
    static final String TYPE = "google.cloud.storage.object.v1.finalized";

    String source() {
        return "//storage.googleapis.com/projects/_/buckets/" + bucket;
    }

    /** As the CloudEvents HTTP binding writes a header: what is not printable ASCII, blanks, quotes and percents encoded. */
    String subjectHeader() {
        return PercentCode.header("objects/" + object);
    }

    Instant since() {
        return Instant.parse(time);
    }
}
