package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reads what {@code POST /events/storage} is sent: a CloudEvent of Eventarc, or a Cloud Storage notification by Pub/Sub push. */
@ApplicationScoped
class StorageEvents {
    private static final String FINALIZED = "google.cloud.storage.object.v1.finalized";
    private static final String AUDIT_LOG = "google.cloud.audit.log.v1.written";

    Reading<ObjectEvent> read(EventRequest request) {
        return notification(request).map(StorageNotification::read).orElseGet(() -> CloudEvents.read(request)
                .fold(this::read, Reading::ignored, Reading::unreadable));
    }

    private static Optional<PubSubPush> notification(EventRequest request) {
        return request.header("ce-type").isPresent()
                ? Optional.empty()
                : EventJson.object(request.body()).flatMap(PubSubPush::of);
    }

    private Reading<ObjectEvent> read(CloudEvent event) {
        return switch (event.getType()) {
            case FINALIZED ->
                data(event).map(data -> FinalizedEvent.read(event, data)).orElseGet(() -> noJson(event));
            case AUDIT_LOG ->
                data(event).map(data -> AuditLogEvent.read(event, data)).orElseGet(() -> noJson(event));
            default -> Reading.ignored("an event of type " + event.getType());
        };
    }

    private static Optional<JsonNode> data(CloudEvent event) {
        return Optional.ofNullable(event.getData()).map(CloudEventData::toBytes).flatMap(EventJson::object);
    }

    private static Reading<ObjectEvent> noJson(CloudEvent event) {
        return Reading.unreadable("the data of event " + event.getId() + " is no JSON object");
    }
}
