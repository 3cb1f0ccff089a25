package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.run.Json;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Small objects {@code reconcile/NAME.json} in the ledger, by which passes of all instances know how far the others came. */
@ApplicationScoped
class Notes {
    private final ObjectStore store;
    private final String bucket;

    Notes(ObjectStore store, SluiceConfig config) {
        this.store = store;
        this.bucket = config.ledgerBucket();
    }

    /** A note and the generation it has; a write on condition of that does nothing once somebody else wrote. */
    record Note<T>(T value, long generation) {}

    <T> Optional<Note<T>> read(String name, Class<T> type) {
        return store.read(at(name))
                .map(read ->
                        new Note<>(Json.read(read.bytes(), type), read.object().generation()));
    }

    /** The generation written; empty when somebody else wrote in between. */
    Optional<Long> write(String name, Object value, Condition condition) {
        return store.write(at(name), ObjectContent.json(Json.pretty(value)), condition)
                .map(StoredObject::generation);
    }

    void remove(String name) {
        store.delete(at(name));
    }

    private ObjectName at(String name) {
        return new ObjectName(bucket, "reconcile/" + name + ".json");
    }
}
