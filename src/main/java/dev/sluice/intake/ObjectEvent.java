package dev.sluice.intake;

import dev.sluice.run.InputObject;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.StoredObject;
import java.time.Instant;
import java.util.Optional;

/**
 * An object was written. Roads differ in how much of it they tell.
 *
 * @param size in bytes
 * @param created the generation's {@code timeCreated}
 */
record ObjectEvent(ObjectName name, Optional<Long> generation, Optional<Long> size, Optional<Instant> created) {
    /** The input, where the event itself tells all of it. */
    Optional<InputObject> input() {
        return generation.flatMap(number -> created.map(time -> new InputObject(name, number, size.orElse(0L), time)));
    }

    /** The input as it is stored; empty when the generation that the event is about is no longer there. */
    Optional<InputObject> inputFrom(StoredObject stored) {
        boolean same = generation.map(number -> number == stored.generation()).orElse(true);
        return same ? Optional.of(InputObject.of(stored)) : Optional.empty();
    }
}
