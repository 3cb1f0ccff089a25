package dev.sluice.proof;

import dev.sluice.run.Json;
import dev.sluice.run.Run;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A store that watches its records: a run only ever moves forward, by attempt and then by state, and an end is an end. */
final class Watched implements ObjectStore {
    private final ObjectStore store;
    private final Trace trace;
    private final Map<ObjectName, Run> last = new HashMap<>();

    Watched(ObjectStore store, Trace trace) {
        this.store = store;
        this.trace = trace;
    }

    @Override
    public Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition) {
        Optional<StoredObject> written = store.write(name, content, condition);
        if (written.isPresent() && name.name().startsWith("runs/")) {
            watch(name, Json.read(content.bytes(), Run.class));
        }
        return written;
    }

    private void watch(ObjectName name, Run now) {
        Run before = last.put(name, now);
        if (before != null && !mayFollow(before, now)) {
            trace.wrong("run %s went from %s, attempt %d, to %s, attempt %d"
                    .formatted(
                            now.id(),
                            before.state(),
                            before.attempts().size(),
                            now.state(),
                            now.attempts().size()));
        }
    }

    private static boolean mayFollow(Run before, Run now) {
        int attempts = now.attempts().size() - before.attempts().size();
        if (before.state().isTerminal()) {
            return attempts == 0
                    && before.state() == now.state()
                    && before.verdict().equals(now.verdict());
        }
        return attempts == 1 || attempts == 0 && now.state().compareTo(before.state()) >= 0;
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
    public void delete(ObjectName name) {
        store.delete(name);
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        return store.list(bucket, prefix);
    }
}
