package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event of type {@code google.cloud.audit.log.v1.written} about {@code storage.objects.create}. It tells neither the generation nor
 * the size.
 */
final class AuditLogEvent {
    private static final String SERVICE = "storage.googleapis.com";
    private static final String METHOD = "storage.objects.create";
    private static final Pattern RESOURCE = Pattern.compile("projects/_/buckets/([^/]+)/objects/(.+)", Pattern.DOTALL);

    private AuditLogEvent() {}

    static Reading<ObjectEvent> read(CloudEvent event, JsonNode entry) {
        JsonNode payload = entry.path("protoPayload");
        if (!payload.isObject()) {
            return isLaterPart(entry)
                    ? Reading.ignored("a further part of a log entry that was split")
                    : Reading.unreadable("the log entry has no protoPayload");
        }
        String method = EventJson.text(payload, "methodName").orElse("");
        if (!EventJson.text(payload, "serviceName").orElse("").equals(SERVICE) || !method.equals(METHOD)) {
            return Reading.ignored("a log entry about method " + method);
        }
        if (EventJson.number(payload.path("status"), "code").orElse(0L) != 0) {
            return Reading.ignored("the object was not created, status " + payload.path("status"));
        }
        return object(event, EventJson.text(payload, "resourceName").orElse(""));
    }

    /** A large entry comes as several events; the first one has what we read. */
    private static boolean isLaterPart(JsonNode entry) {
        return EventJson.number(entry.path("split"), "index").orElse(0L) > 0;
    }

    private static Reading<ObjectEvent> object(CloudEvent event, String resource) {
        Matcher matcher = RESOURCE.matcher(resource);
        if (!matcher.matches()) {
            return Reading.unreadable(
                    "the log entry's resourceName \"%s\" is no object; expected %s".formatted(resource, RESOURCE));
        }
        Optional<String> subject = Optional.ofNullable(event.getSubject()).filter(text -> !text.isEmpty());
        if (!subject.map(text -> Subjects.mean(text, SERVICE + "/" + resource)).orElse(true)) {
            return Reading.unreadable("the event's subject %s contradicts its data, which is about %s"
                    .formatted(subject.orElse(""), resource));
        }
        return Names.read(matcher.group(1), matcher.group(2))
                .fold(
                        name -> Reading.found(
                                new ObjectEvent(name, Optional.empty(), Optional.empty(), Optional.empty())),
                        Reading::ignored,
                        Reading::unreadable);
    }
}
