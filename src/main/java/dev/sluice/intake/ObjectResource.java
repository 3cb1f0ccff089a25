package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Cloud Storage's object resource, as events and notifications carry it. */
final class ObjectResource {
    private ObjectResource() {}

    static Reading<ObjectEvent> read(JsonNode object) {
        Optional<String> bucket = EventJson.text(object, "bucket");
        Optional<String> name = EventJson.text(object, "name");
        if (bucket.isEmpty() || name.isEmpty()) {
            return Reading.unreadable("the data names no object; expected \"bucket\" and \"name\" as strings");
        }
        return name(bucket.get(), name.get(), object);
    }

    private static Reading<ObjectEvent> name(String bucket, String name, JsonNode object) {
        return Names.read(bucket, name)
                .fold(
                        found -> Reading.found(new ObjectEvent(
                                found,
                                EventJson.number(object, "generation").filter(number -> number > 0),
                                EventJson.number(object, "size").filter(bytes -> bytes >= 0),
                                EventJson.time(object, "timeCreated"))),
                        Reading::ignored,
                        Reading::unreadable);
    }
}
