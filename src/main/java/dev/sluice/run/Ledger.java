package dev.sluice.run;

import dev.sluice.GiveUp;
import dev.sluice.SluiceConfig;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bucket of records and pointers. A record is the truth about a run; an open pointer is there exactly as long as the run
 * still owes something: a job to end, a message to send. Every method may be done twice.
 */
@ApplicationScoped
public class Ledger {
    private final ObjectStore store;
    private final String bucket;

    public Ledger(ObjectStore store, SluiceConfig config) {
        this.store = store;
        this.bucket = config.ledgerBucket();
    }

    /** Writes the record of a new run; empty when there is one under its key already. */
    public Optional<Recorded> create(Run run) {
        return write(run, Condition.absent());
    }

    /** The record of a run; empty when there is none. */
    public Optional<Recorded> find(RunKey key) {
        return store.read(at(key.record()))
                .map(read -> new Recorded(parsed(read), read.object().generation()));
    }

    private static Run parsed(ReadObject record) {
        try {
            return Json.read(record.bytes(), Run.class);
        } catch (UncheckedIOException e) {
            // repeating the event would not mend the record
            throw new GiveUp("read the record " + record.object().name(), e);
        }
    }

    /** Replaces a record that nobody replaced since it was read; empty when somebody did. */
    public Optional<Recorded> replace(Recorded before, Run after) {
        return write(after, Condition.generation(before.generation()));
    }

    private Optional<Recorded> write(Run run, Condition condition) {
        ObjectContent content = ObjectContent.json(Json.pretty(run), metadata(run));
        return store.write(at(run.key().record()), content, condition)
                .map(StoredObject::generation)
                .map(generation -> new Recorded(run, generation));
    }

    /** What a list shows of a run without reading it. */
    private static Map<String, String> metadata(Run run) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put("state", run.state().name());
        run.template().ifPresent(template -> metadata.put("template", template));
        run.verdict().ifPresent(verdict -> metadata.put("end", verdict.at().toString()));
        return metadata;
    }

    /** Notes that a run owes something. */
    public void open(RunKey key) {
        point(key.openPointer());
    }

    /** Notes that a run waits for room. */
    public void hold(RunKey key) {
        point(key.heldPointer());
    }

    private void point(String name) {
        store.write(at(name), ObjectContent.empty(), Condition.absent());
    }

    /** Whether a run still owes something. */
    public boolean isOpen(RunKey key) {
        return store.stat(at(key.openPointer())).isPresent();
    }

    /** Notes that a run owes nothing any more. */
    public void close(RunKey key) {
        store.delete(at(key.openPointer()));
    }

    /** Notes that a run owes a callback, unless that is noted already. */
    public void oweCallback(OwedCallback owed) {
        write(owed, Condition.absent());
    }

    /** Notes when a callback that is owed is to be tried again. */
    public void putOffCallback(OwedCallback owed) {
        write(owed, Condition.none());
    }

    private void write(OwedCallback owed, Condition condition) {
        ObjectContent content =
                new ObjectContent(new byte[0], ObjectContent.empty().contentType(), owed.metadata());
        store.write(at(owed.key().callbackPointer()), content, condition);
    }

    /** The callbacks that are owed; pages are fetched as they are read. */
    public Stream<OwedCallback> callbacks() {
        return store.list(bucket, RunKey.CALLBACKS)
                .flatMap(pointer -> RunKey.ofCallbackPointer(pointer.name().name())
                        .map(key -> OwedCallback.of(key, pointer.metadata()))
                        .stream());
    }

    /** Notes that a run owes no callback any more. */
    public void callbackPaid(RunKey key) {
        store.delete(at(key.callbackPointer()));
    }

    private ObjectName at(String name) {
        return new ObjectName(bucket, name);
    }
}
