package dev.sluice.local.gcs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client may say about an object beside its bytes, kept as it came. Holds, retention and contexts have no effect. */
record Attributes(@JsonValue ObjectNode fields) {
    private static final List<String> KEPT = List.of(
            "contentType",
            "contentEncoding",
            "contentDisposition",
            "contentLanguage",
            "cacheControl",
            "metadata",
            "customTime",
            "storageClass",
            "eventBasedHold",
            "temporaryHold",
            "retention",
            "contexts");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Attributes {}

    static Attributes of(JsonNode resource) {
        return new Attributes(Json.object()).patched(resource);
    }

    static Attributes ofType(String contentType) {
        return of(Json.object().put("contentType", contentType));
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    Optional<String> text(String field) {
        return Optional.ofNullable(fields.get(field)).map(JsonNode::asText);
    }

    /** These attributes, with that type where they name none. */
    Attributes orType(String contentType) {
        return text("contentType").isPresent() ? this : patched(Json.object().put("contentType", contentType));
    }

    /**
     * A patch as the JSON API means it: absent stays, null goes, and {@code metadata} is patched key by key, so that a key only
     * goes by its null; an empty {@code metadata} clears all.
     */
    @Fidelity(
            what = "metadata of objects: patch (merged key by key, null removes, empty clears), update, metageneration",
            verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.REPORTED},
            by = {"StorageConformanceTest", "LocalStorageObjectsTest", "gcloud-storage-commands.sh"},
            simplified = "holds, retention, storage classes and contexts are kept and shown and have no effect")
    Attributes patched(JsonNode patch) {
        ObjectNode result = fields.deepCopy();
        for (String field : KEPT) {
            JsonNode value = patch.get(field);
            if (value == null) {
                continue;
            }
            if (value.isNull()) {
                result.remove(field);
            } else if (field.equals("metadata")) {
                patchMetadata(result, value);
            } else {
                result.set(field, value);
            }
        }
        return new Attributes(result);
    }

    private static void patchMetadata(ObjectNode result, JsonNode patch) {
        if (patch.isEmpty()) {
            result.remove("metadata");
            return;
        }
        ObjectNode metadata = result.withObject("/metadata");
        for (Map.Entry<String, JsonNode> entry : patch.properties()) {
            if (entry.getValue().isNull()) {
                metadata.remove(entry.getKey());
            } else {
                metadata.put(entry.getKey(), entry.getValue().asText());
            }
        }
        if (metadata.isEmpty()) {
            result.remove("metadata");
        }
    }
}
