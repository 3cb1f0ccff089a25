package dev.sluice.storage;

import java.util.Map;

/** What to write: bytes, their media type and the object's custom metadata. */
public record ObjectContent(byte[] bytes, String contentType, Map<String, String> metadata) {
    public ObjectContent {
        metadata = Map.copyOf(metadata);
    }

    public static ObjectContent json(byte[] bytes) {
        return json(bytes, Map.of());
    }

    public static ObjectContent json(byte[] bytes, Map<String, String> metadata) {
        return new ObjectContent(bytes, "application/json", metadata);
    }

    /** An object that says something by being there. */
    public static ObjectContent empty() {
        return new ObjectContent(new byte[0], "application/octet-stream", Map.of());
    }
}
