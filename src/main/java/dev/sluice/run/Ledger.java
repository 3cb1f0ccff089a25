package dev.sluice.run;

import dev.sluice.ClientRef;
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
import java.time.LocalDate;
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
        ObjectContent content = ObjectContent.json(Json.pretty(run), Listed.metadata(run));
        return store.write(at(run.key().record()), content, condition)
                .map(StoredObject::generation)
                .map(generation -> new Recorded(run, generation));
    }

    /** The runs of a client whose cause is of a day, UTC, newest first: one call a thousand runs. */
    public Stream<Listed> runsOf(ClientRef client, LocalDate day) {
        return store.list(bucket, RunKey.recordsOf(client, day)).flatMap(object -> Listed.of(object).stream());
    }

    /** The runs of a client that owe something: one call a thousand runs. */
    public Stream<RunId> openRunsOf(ClientRef client) {
        return store.list(bucket, RunKey.openPointersOf(client))
                .flatMap(object -> RunId.parse(object.name().lastSegment()).stream());
    }

    /** Notes that a run owes something. */
    public void open(RunKey key) {
        point(key.openPointer());
    }

    /** Notes that a run waits for room. */
    public void hold(RunKey key) {
        point(key.heldPointer());
    }

    /** Notes that a run waits for room no more. */
    public void unhold(RunKey key) {
        store.delete(at(key.heldPointer()));
    }

    /** The runs that wait, by client and then oldest first; one call a thousand of them. */
    public Stream<RunKey> held() {
        return held("");
    }

    /** The runs of a client that wait, oldest first. */
    public Stream<RunKey> held(ClientRef client) {
        return held(client.prefix());
    }

    private Stream<RunKey> held(String below) {
        return store.list(bucket, RunKey.HELD + below)
                .flatMap(pointer -> RunKey.parse(pointer.name().name().substring(RunKey.HELD.length())).stream());
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
                .flatMap(pointer -> RunKey.parse(pointer.name().name().substring(RunKey.CALLBACKS.length()))
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
