package dev.sluice.outcome;

import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that lets somebody else go first, once, when a list is asked for. */
final class InterruptedStore implements ObjectStore {
    private final ObjectStore store;
    private final Runnable somebodyElse;
    private boolean interrupted;

    InterruptedStore(ObjectStore store, Runnable somebodyElse) {
        this.store = store;
        this.somebodyElse = somebodyElse;
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        if (!interrupted) {
            interrupted = true;
            somebodyElse.run();
        }
        return store.list(bucket, prefix);
    }

    @Override
    public Optional<StoredObject> stat(ObjectName name) {
        return store.stat(name);
    }

    @Override
    public Optional<ReadObject> read(ObjectName name) {
        return store.read(name);
    }

    @Override
    public Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition) {
        return store.write(name, content, condition);
    }

    @Override
    public void delete(ObjectName name) {
        store.delete(name);
    }
}
