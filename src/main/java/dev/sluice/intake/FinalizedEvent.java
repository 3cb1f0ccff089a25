package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.storage.ObjectName;
import io.cloudevents.CloudEvent;
import java.util.Optional;

/**
 * An event of type {@code google.cloud.storage.object.v1.finalized}, whose data is the object's resource. The data is the truth; the
 * source and the subject may be missing, but must not say otherwise.
 */
final class FinalizedEvent {
    private static final String SOURCE = "//storage.googleapis.com/projects/_/buckets/";
    private static final String SUBJECT = "objects/";

    private FinalizedEvent() {}

    static Reading<ObjectEvent> read(CloudEvent event, JsonNode object) {
        return ObjectResource.read(object)
                .fold(found -> consistent(event, found), Reading::ignored, Reading::unreadable);
    }

    private static Reading<ObjectEvent> consistent(CloudEvent event, ObjectEvent found) {
        ObjectName name = found.name();
        String source = String.valueOf(event.getSource());
        if (source.startsWith(SOURCE) && !source.equals(SOURCE + name.bucket())) {
            return Reading.unreadable(
                    "the event's source %s contradicts its data, which is about %s".formatted(source, name));
        }
        Optional<String> subject = Optional.ofNullable(event.getSubject()).filter(text -> !text.isEmpty());
        return subject.map(text -> Subjects.mean(text, SUBJECT + name.name())).orElse(true)
                ? Reading.found(found)
                : Reading.unreadable("the event's subject %s contradicts its data, which is about %s"
                        .formatted(subject.orElse(""), name));
    }
}
