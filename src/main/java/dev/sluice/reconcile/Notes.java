package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.run.Json;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Small objects {@code reconcile/NAME.json} in the ledger, by which passes of all instances know how far the others came. */
@ApplicationScoped
class Notes {
    private static final Logger LOG = Logger.getLogger(Notes.class);

    private final ObjectStore store;
    private final String bucket;

    Notes(ObjectStore store, SluiceConfig config) {
        this.store = store;
        this.bucket = config.ledgerBucket();
    }

    /**
     * A note and the generation it has; a write on condition of that does nothing once somebody else wrote.
     *
     * @param value empty where the note cannot be read: then it is written anew, because nothing in it is worth a pass that fails
     */
    record Note<T>(Optional<T> value, long generation) {}

    <T> Optional<Note<T>> read(String name, Class<T> type) {
        return store.read(at(name))
                .map(read -> new Note<>(parsed(read, type), read.object().generation()));
    }

    private static <T> Optional<T> parsed(ReadObject note, Class<T> type) {
        try {
            return Optional.of(Json.read(note.bytes(), type));
        } catch (UncheckedIOException e) {
            LOG.warnf(
                    "%s is no note of a pass, and is taken for none: %s",
                    note.object().name(), e.getMessage());
            return Optional.empty();
        }
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
