package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.regex.Pattern;

/** Buckets and objects as the JSON API shows them: 64-bit numbers are strings, times have milliseconds and a Z. */
final class Resources {
    static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Clients only show it; one for all, since there are no projects here. */
    private static final String PROJECT_NUMBER = "770252724889";

    private static final Set<String> MULTI_REGIONS = Set.of("US", "EU", "ASIA");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

    private final String base;

    /** @param base the address clients reached us at, without a slash at the end */
    Resources(String base) {
        this.base = base;
    }

    /** With links by the address that the client used, such as another name of this machine. */
    Resources seenBy(Request request) {
        return request.header("Host")
                .filter(host -> HOST.matcher(host).matches())
                .map(host -> new Resources("http://" + host))
                .orElse(this);
    }

    String base() {
        return base;
    }

    ObjectNode bucket(BucketRecord bucket) {
        ObjectNode fields = bucket.fields().deepCopy();
        String location = fields.path("location").asText();
        fields.put("locationType", MULTI_REGIONS.contains(location) ? "multi-region" : "region");
        return Json.object()
                .put("kind", "storage#bucket")
                .put("selfLink", base + "/storage/v1/b/" + bucket.name())
                .put("id", bucket.name())
                .put("name", bucket.name())
                .put("projectNumber", PROJECT_NUMBER)
                .put("metageneration", Long.toString(bucket.metageneration()))
                .put("generation", Long.toString(bucket.created()))
                .put("timeCreated", millis(bucket.created()))
                .put("updated", millis(bucket.updated()))
                .put("etag", "W/" + bucket.metageneration())
                .setAll(fields);
    }

    ObjectNode object(String bucket, StoredObject object) {
        String path = "/storage/v1/b/" + bucket + "/o/" + PercentCode.segment(object.name());
        String created = millis(object.generation());
        ObjectNode resource = Json.object()
                .put("kind", "storage#object")
                .put("id", bucket + "/" + object.name() + "/" + object.generation())
                .put("selfLink", base + path)
                .put("mediaLink", base + "/download" + path + "?generation=" + object.generation() + "&alt=media")
                .put("bucket", bucket)
                .put("name", object.name())
                .put("generation", Long.toString(object.generation()))
                .put("metageneration", Long.toString(object.metageneration()))
                .put("storageClass", "STANDARD")
                .put("size", Long.toString(object.size()))
                .put("crc32c", object.checksums().crc32c())
                .put("etag", object.etag())
                .put("timeCreated", created)
                .put("updated", millis(object.updated()))
                .put("timeStorageClassUpdated", created)
                .put("timeFinalized", created);
        if (object.components() == 0) {
            resource.put("md5Hash", object.checksums().md5());
        } else {
            resource.put("componentCount", object.components());
        }
        return resource.setAll(object.attributes().fields());
    }

    private static String millis(long micros) {
        return MILLIS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
