package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A message that Pub/Sub pushed, wrapped: {@code {"message": {"attributes": {}, "data": "…"}, "subscription": "…"}}. */
record PubSubPush(Map<String, String> attributes, byte[] data) {
    /** Reads a push; empty when the body is none. */
    static Optional<PubSubPush> of(JsonNode body) {
        JsonNode message = body.path("message");
        if (!message.isObject()
                || !(message.has("messageId") || message.has("message_id") || body.has("subscription"))) {
            return Optional.empty();
        }
        Map<String, String> attributes = new TreeMap<>();
        message.path("attributes")
                .fields()
                .forEachRemaining(
                        entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
        return data(message).map(data -> new PubSubPush(attributes, data));
    }

    private static Optional<byte[]> data(JsonNode message) {
        try {
            return Optional.of(Base64.getDecoder().decode(message.path("data").asText("")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }
}
