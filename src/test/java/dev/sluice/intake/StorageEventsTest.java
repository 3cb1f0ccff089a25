package dev.sluice.intake;

import static dev.sluice.intake.Samples.with;
import static dev.sluice.intake.Samples.withBody;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageEventsTest {
    private static final ObjectName IN_A_FOLDER =
            new ObjectName("demo-batch", "mlops-template/acme/inputs/2026/letters.txt");
    private static final ObjectName LETTERS = new ObjectName("demo-batch", "mlops-template/acme/inputs/letters.txt");
    private static final Instant CREATED = Instant.parse("2026-11-21T07:30:12.345Z");

    private final StorageEvents events = new StorageEvents();

    @Test
    void readsAFinalizedEventInBinaryMode() {
        assertThat(found(Samples.request("finalized.binary.http"))).isEqualTo(event(IN_A_FOLDER, 1795246212345678L));
    }

    @Test
    void readsAFinalizedEventInStructuredMode() {
        assertThat(found(Samples.json("/events/storage", "finalized.structured.json", "application/cloudevents+json")))
                .isEqualTo(event(IN_A_FOLDER, 1795246212345678L));
        assertThat(found(Samples.json("/events/storage", "finalized.structured.json", "application/json")))
                .isEqualTo(event(IN_A_FOLDER, 1795246212345678L));
    }

    @Test
    void readsAnAuditLogEntryWhichHasNoGeneration() {
        assertThat(found(Samples.request("audit-log.binary.http")))
                .isEqualTo(new ObjectEvent(LETTERS, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void readsAStorageNotification() {
        assertThat(found(Samples.json("/events/storage", "storage-notification.pubsub-push.json", "application/json")))
                .isEqualTo(event(LETTERS, 1795246212345678L));
    }

    @Test
    void readsAStorageNotificationWithoutData() {
        EventRequest request = json(
                """
                {"message": {"attributes": {"eventType": "OBJECT_FINALIZE", "bucketId": "demo-batch",
                  "objectId": "mlops-template/acme/inputs/letters.txt", "objectGeneration": "17"}, "messageId": "1"}}
                """);
        assertThat(found(request))
                .isEqualTo(new ObjectEvent(LETTERS, Optional.of(17L), Optional.empty(), Optional.empty()));
    }

    @Test
    void takesTheNameFromTheBodyWhereTheSubjectIsMissingOrEncoded() {
        assertThat(found(finalized("", "a b/ä")))
                .extracting(ObjectEvent::name)
                .isEqualTo(new ObjectName("demo-batch", "a b/ä"));
        assertThat(found(finalized("objects/a b/%C3%A4", "a b/ä"))).isNotNull();
        assertThat(found(finalized("objects/a%20b/%C3%A4", "a b/ä"))).isNotNull();
        assertThat(found(finalized("objects/100%25+x", "100%25+x"))).isNotNull();
    }

    @Test
    void aSubjectThatContradictsTheBodyIsUnreadable() {
        assertThat(unreadable(finalized("objects/other.txt", "letters.txt"))).contains("contradicts");
    }

    @Test
    void aSourceThatContradictsTheBodyIsUnreadable() {
        EventRequest request = with(
                Samples.request("finalized.binary.http"),
                "ce-source",
                "//storage.googleapis.com/projects/_/buckets/another");
        assertThat(unreadable(request)).contains("source").contains("contradicts");
    }

    @Test
    void whatIsNoEventIsUnreadable() {
        assertThat(unreadable(json("not json"))).contains("not a CloudEvent");
        assertThat(unreadable(json("{}"))).contains("not a CloudEvent");
        assertThat(unreadable(json("[]"))).contains("not a CloudEvent");
        assertThat(unreadable(json(""))).contains("not a CloudEvent");
        assertThat(unreadable(json("{\"specversion\": \"1.0\", \"type\": 7}"))).contains("not a CloudEvent");
        assertThat(unreadable(json("{\"message\": {\"messageId\": \"1\"}}"))).contains("eventType");
    }

    @Test
    void aBodyThatIsNoJsonIsUnreadable() {
        EventRequest request = withBody(Samples.request("finalized.binary.http"), "not json");
        assertThat(unreadable(request)).contains("no JSON object");
    }

    @Test
    void aBodyThatNamesNoObjectIsUnreadable() {
        EventRequest request = withBody(Samples.request("finalized.binary.http"), "{\"bucket\": \"b\"}");
        assertThat(unreadable(request)).contains("names no object");
        EventRequest tooLong = withBody(
                with(Samples.request("finalized.binary.http"), "ce-subject", ""),
                "{\"bucket\": \"demo-batch\", \"name\": \"" + "x".repeat(1025) + "\"}");
        assertThat(unreadable(tooLong)).contains("1025 bytes");
    }

    @Test
    void eventsAboutOtherThingsAreIgnored() {
        assertThat(ignored(with(
                        Samples.request("finalized.binary.http"), "ce-type", "google.cloud.storage.object.v1.deleted")))
                .contains("deleted");
        assertThat(ignored(auditLog("storage.objects.get", "{}"))).contains("storage.objects.get");
        assertThat(ignored(auditLog("storage.objects.create", "{\"code\": 7}"))).contains("not created");
    }

    private static EventRequest auditLog(String method, String status) {
        EventRequest request = Samples.request("audit-log.binary.http");
        String body = new String(request.body(), StandardCharsets.UTF_8)
                .replace("\"methodName\":\"storage.objects.create\"", "\"methodName\":\"" + method + "\"")
                .replace("\"status\":{}", "\"status\":" + status);
        return withBody(request, body);
    }

    private static EventRequest finalized(String subject, String name) {
        return withBody(
                with(Samples.request("finalized.binary.http"), "ce-subject", subject),
                "{\"bucket\": \"demo-batch\", \"name\": \"" + name + "\", \"generation\": 1}");
    }

    private static EventRequest json(String body) {
        return new EventRequest(
                "/events/storage", Map.of("content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectEvent event(ObjectName name, long generation) {
        return new ObjectEvent(name, Optional.of(generation), Optional.of(1234L), Optional.of(CREATED));
    }

    private ObjectEvent found(EventRequest request) {
        return events.read(request).fold(event -> event, Fail::ignored, Fail::unreadable);
    }

    private String ignored(EventRequest request) {
        return events.read(request).fold(Fail::found, why -> why, Fail::unreadable);
    }

    private String unreadable(EventRequest request) {
        return events.read(request).fold(Fail::found, Fail::ignored, why -> why);
    }
}
