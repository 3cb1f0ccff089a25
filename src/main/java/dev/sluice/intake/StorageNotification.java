package dev.sluice.intake;

import dev.sluice.storage.ObjectName;
import java.util.Optional;

/**
 * A Cloud Storage notification: attributes {@code eventType}, {@code bucketId}, {@code objectId}, {@code objectGeneration}, and as data the
 * object's resource, unless the notification was configured without ("Pub/Sub notifications for Cloud Storage").
 */
final class StorageNotification {
    private StorageNotification() {}

    static Reading<ObjectEvent> read(PubSubPush push) {
        String type = push.attribute("eventType").orElse("");
        if (type.isEmpty()) {
            return Reading.unreadable(
                    "the message has no attribute eventType, so it is no notification of Cloud Storage");
        }
        if (!type.equals("OBJECT_FINALIZE")) {
            return Reading.ignored("a notification of type " + type);
        }
        Reading<ObjectEvent> attributes = fromAttributes(push);
        return push.data().length == 0
                ? attributes
                : attributes.fold(about -> fromData(push, about.name()), Reading::ignored, Reading::unreadable);
    }

    private static Reading<ObjectEvent> fromAttributes(PubSubPush push) {
        return Names.read(
                        push.attribute("bucketId").orElse(""),
                        push.attribute("objectId").orElse(""))
                .fold(
                        name -> Reading.found(new ObjectEvent(
                                name,
                                push.attribute("objectGeneration")
                                        .flatMap(EventJson::number)
                                        .filter(number -> number > 0),
                                Optional.empty(),
                                Optional.empty())),
                        Reading::ignored,
                        Reading::unreadable);
    }

    private static Reading<ObjectEvent> fromData(PubSubPush push, ObjectName about) {
        return EventJson.object(push.data())
                .map(ObjectResource::read)
                .orElseGet(() -> Reading.unreadable("the notification's data is no JSON object"))
                .fold(
                        found -> found.name().equals(about)
                                ? Reading.found(found)
                                : Reading.unreadable("the notification's attributes are about %s, its data about %s"
                                        .formatted(about, found.name())),
                        Reading::ignored,
                        Reading::unreadable);
    }
}
