package dev.sluice.local.gcs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What is known of a bucket but its objects.
 *
 * @param created microseconds since 1970, as {@code updated}
 * @param bindings what was set of an IAM policy; null for nothing so far
 */
@Fidelity(
        what = "a bucket's configuration (labels, lifecycle, versioning, retention, CORS, website …) is kept and shown",
        verified = {Verified.CLIENT},
        by = {"LocalStorageBucketsTest", "gcloud-storage-commands.sh"},
        simplified = "it has no effect: no lifecycle, no versions, no retention, no soft delete happen")
record BucketRecord(
        String name,
        String project,
        long metageneration,
        long created,
        long updated,
        ObjectNode fields,
        @JsonInclude(JsonInclude.Include.NON_NULL) ObjectNode bindings) {
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
        return new BucketRecord(name.text(), project, 1, now, now, usual(), null)
                .with(merged(usual(), resource), now, 1);
    }

    /** What a bucket has when nothing is said; nothing is kept of what was deleted. */
    private static ObjectNode usual() {
        ObjectNode fields = Json.object().put("location", "US").put("storageClass", "STANDARD");
        ObjectNode iam = fields.putObject("iamConfiguration").put("publicAccessPrevention", "inherited");
        iam.putObject("uniformBucketLevelAccess").put("enabled", true);
        fields.putObject("softDeletePolicy").put("retentionDurationSeconds", "0");
        return fields;
    }

    BucketRecord patched(ObjectNode patch, long now) {
        return with(merged(fields, patch), now, metageneration + 1);
    }

    /** An update: what it leaves out is as if it had never been set; a bucket stays where it is. */
    BucketRecord replaced(ObjectNode resource, long now) {
        ObjectNode fresh = usual().put("location", fields.path("location").asText());
        return with(merged(fresh, resource), now, metageneration + 1);
    }

    BucketRecord governedBy(ObjectNode policy) {
        ObjectNode kept = policy.deepCopy();
        kept.remove(List.of("kind", "resourceId", "etag", "version"));
        return new BucketRecord(name, project, metageneration, created, updated, fields, kept);
    }

    /** Its IAM policy's bindings; before one was set, those that Google gives to the owners of the project. */
    ObjectNode policy() {
        return Optional.ofNullable(bindings).orElseGet(() -> {
            ObjectNode policy = Json.object();
            var all = policy.putArray("bindings");
            all.addObject()
                    .put("role", "roles/storage.legacyBucketOwner")
                    .putArray("members")
                    .add("projectEditor:" + project)
                    .add("projectOwner:" + project);
            all.addObject()
                    .put("role", "roles/storage.legacyBucketReader")
                    .putArray("members")
                    .add("projectViewer:" + project);
            return policy;
        });
    }

    @JsonIgnore
    String policyEtag() {
        CRC32C crc = new CRC32C();
        crc.update(policy().toString().getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder()
                .encodeToString(Long.toHexString(crc.getValue()).getBytes(StandardCharsets.US_ASCII));
    }

    private BucketRecord with(ObjectNode merged, long now, long nextMetageneration) {
        return new BucketRecord(name, project, nextMetageneration, created, now, merged, bindings);
    }

    private static ObjectNode merged(ObjectNode fields, ObjectNode patch) {
        ObjectNode merged = fields.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (OURS.contains(field.getKey())) {
                continue;
            }
            if (field.getValue().isNull()) {
                merged.remove(field.getKey());
            } else if (field.getKey().equals("labels") || field.getKey().equals("iamConfiguration")) {
                mergeFields(merged.withObject("/" + field.getKey()), field.getValue());
            } else {
                merged.set(field.getKey(), field.getValue());
            }
        }
        return merged.put("location", merged.path("location").asText("US").toUpperCase(Locale.ROOT));
    }

    private static void mergeFields(ObjectNode fields, JsonNode patch) {
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getValue().isNull()) {
                fields.remove(field.getKey());
            } else {
                fields.set(field.getKey(), field.getValue());
            }
        }
    }
}
