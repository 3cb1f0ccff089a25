package dev.sluice.proof;

import dev.sluice.RetryLater;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A store at the other end of a wire. */
final class WiredStore implements ObjectStore {
    private final ObjectStore store;
    private final Wire wire;

    WiredStore(ObjectStore store, Wire wire) {
        this.store = store;
        this.wire = wire;
    }

    @Override
    public Optional<StoredObject> stat(ObjectName name) {
        return wire.pass(Call.look(() -> "stat " + Words.of(name), () -> store.stat(name)));
    }

    @Override
    public Optional<ReadObject> read(ObjectName name) {
        return wire.pass(Call.look(() -> "read " + Words.of(name), () -> store.read(name)));
    }

    /** Cloud Storage's client repeats a write by itself only if it has a condition. */
    @Override
    public Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition) {
        Supplier<Optional<StoredObject>> make = () -> store.write(name, content, condition);
        return wire.pass(new Call<>(
                true,
                () -> "write " + Words.of(name, content),
                make,
                condition.generation().isPresent() ? make : unknown("write " + name)));
    }

    @Override
    public void delete(ObjectName name) {
        wire.pass(new Call<>(
                true,
                () -> "delete " + Words.of(name),
                () -> {
                    store.delete(name);
                    return true;
                },
                unknown("delete " + name)));
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        List<StoredObject> listed = wire.pass(
                Call.look(() -> "list " + Words.of(new ObjectName(bucket, prefix)), () -> store.list(bucket, prefix)
                        .toList()));
        return listed.stream();
    }

    private static <T> Supplier<T> unknown(String doing) {
        return () -> {
            throw new RetryLater(doing, new IOException("503, the answer was lost"));
        };
    }
}
