package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a bucket but its objects. What a client sets is kept and shown; of all of it nothing has an effect: no
 * lifecycle, versioning or retention happens here.
 *
 * @param created microseconds since 1970, as {@code updated}
 */
record BucketRecord(String name, String project, long metageneration, long created, long updated, ObjectNode fields) {
    private static final List<String> OURS = List.of(
            "kind",
            "id",
            "name",
            "selfLink",
            "projectNumber",
            "metageneration",
            "timeCreated",
            "updated",
            "etag",
            "generation");

    static BucketRecord created(BucketName name, String project, long now, ObjectNode resource) {
        ObjectNode fields = Json.object().put("location", "US").put("storageClass", "STANDARD");
        return new BucketRecord(name.text(), project, 1, now, now, fields).merged(resource, now, 1);
    }

    BucketRecord patched(ObjectNode patch, long now) {
        return merged(patch, now, metageneration + 1);
    }

    private BucketRecord merged(ObjectNode patch, long now, long nextMetageneration) {
        ObjectNode merged = fields.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (OURS.contains(field.getKey())) {
                continue;
            }
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else if (field.getKey().equals("labels")) {
                mergeLabels(merged.withObject("/labels"), field.getValue());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        merged.put("location", merged.path("location").asText("US").toUpperCase(Locale.ROOT));
        return new BucketRecord(name, project, nextMetageneration, created, now, merged);
    }

    private static void mergeLabels(ObjectNode labels, JsonNode patch) {
        for (Map.Entry<String, JsonNode> label : patch.properties()) {
            if (label.getValue().isNull()) {
                labels.remove(label.getKey());
            } else {
                labels.set(label.getKey(), label.getValue());
            }
        }
    }
}
