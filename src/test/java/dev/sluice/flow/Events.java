package dev.sluice.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.InputObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** The three roads by which the service hears of one object. */
final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;

    Events(URI service) {
        this.service = service;
    }

    HttpRequest finalized(InputObject input) {
        return post(
                Map.of(
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        Long.toString(input.generation()),
                        "ce-source",
                        "//storage.googleapis.com/projects/_/buckets/"
                                + input.name().bucket(),
                        "ce-type",
                        "google.cloud.storage.object.v1.finalized"),
                json(resource(input)));
    }

    HttpRequest auditLog(InputObject input) {
        String resource = "projects/_/buckets/%s/objects/%s"
                .formatted(input.name().bucket(), input.name().name());
        Map<String, Object> payload = Map.of(
                "serviceName",
                "storage.googleapis.com",
                "methodName",
                "storage.objects.create",
                "resourceName",
                resource,
                "status",
                Map.of());
        return post(
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-id", "audit-" + input.generation(),
                        "ce-source", "//cloudaudit.googleapis.com/projects/demo/logs/data_access",
                        "ce-type", "google.cloud.audit.log.v1.written"),
                json(Map.of("protoPayload", payload)));
    }

    HttpRequest notification(InputObject input) {
        String data = Base64.getEncoder().encodeToString(json(resource(input)).getBytes(StandardCharsets.UTF_8));
        Map<String, Object> attributes = Map.of(
                "eventType", "OBJECT_FINALIZE",
                "bucketId", input.name().bucket(),
                "objectId", input.name().name(),
                "objectGeneration", Long.toString(input.generation()));
        Map<String, Object> message = Map.of("attributes", attributes, "data", data, "messageId", "1");
        return post(Map.of(), json(Map.of("message", message, "subscription", "projects/demo/subscriptions/s")));
    }

    private static Map<String, Object> resource(InputObject input) {
        return new TreeMap<>(Map.of(
                "bucket", input.name().bucket(),
                "name", input.name().name(),
                "generation", Long.toString(input.generation()),
                "size", Long.toString(input.size()),
                "timeCreated", input.created().toString()));
    }

    private HttpRequest post(Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve("/events/storage"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
