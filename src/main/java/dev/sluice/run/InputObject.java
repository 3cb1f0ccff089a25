package dev.sluice.run;

import dev.sluice.storage.ObjectName;
import dev.sluice.storage.StoredObject;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * The object that a run reads.
 *
 * @param size in bytes
 * @param created the generation's {@code timeCreated}
 */
@RegisterForReflection
public record InputObject(ObjectName name, long generation, long size, Instant created) {
    public static InputObject of(StoredObject stored) {
        return new InputObject(stored.name(), stored.generation(), stored.size(), stored.created());
    }
}
