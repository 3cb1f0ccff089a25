package dev.sluice.local.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.UnaryOperator;

/**
 * One bucket's objects: what each operation means, whatever the wire looks like. Operations on one name happen one after
 * the other; each first takes in what somebody did to the file from outside.
 */
final class Bucket {
    private final String name;
    private final BucketFolder folder;
    private final Temporaries temporaries;
    private final Records records;
    private final SideStore side;
    private final Sessions sessions;
    private final Generations generations;
    private final Finalized finalized;
    private final ReadWriteLock life = new ReentrantReadWriteLock();
    private final NameLocks locks = new NameLocks();
    private final ConcurrentSkipListMap<String, StoredObject> index = new ConcurrentSkipListMap<>(Utf8Order.BYTES);
    private boolean retired;

    Bucket(String name, BucketFolder folder, Path records, Generations generations, Finalized finalized)
            throws IOException {
        this.name = name;
        this.folder = folder;
        this.temporaries = new Temporaries(records.resolve("unfinished"));
        this.records = new Records(records.resolve("objects"));
        this.side = new SideStore(records.resolve("side"));
        this.generations = generations;
        this.finalized = finalized;
        this.records.finishOrDrop(this::hasItsFile);
        this.records.all().forEach(object -> index.put(object.name(), object));
        this.side.keepOnly(index.values());
        this.sessions = new Sessions(records.resolve("sessions"), generations);
        this.sessions.resume(this);
    }

    String name() {
        return name;
    }

    /** A place for bytes that will be {@link #put}. */
    Spool spool() throws IOException {
        return temporaries.spool();
    }

    /** Its resumable uploads. */
    Sessions sessions() {
        return sessions;
    }

    /** The object that the resumable upload made, if it is still there. */
    Optional<StoredObject> madeBy(String upload, ObjectName object) throws IOException {
        return current(object.text()).filter(found -> upload.equals(found.upload()));
    }

    /** What it holds: {@code name}, {@code objects}, {@code bytes}, {@code uploads} that wait for more. */
    Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", name);
        state.put("objects", index.size());
        state.put("bytes", index.values().stream().mapToLong(StoredObject::size).sum());
        state.put("uploads", sessions.open());
        return state;
    }

    /** Makes a new generation out of the content, at once or, when a condition fails, not at all. */
    StoredObject put(ObjectName object, Content content, Attributes attributes, Conditions conditions)
            throws IOException {
        life.readLock().lock();
        try (NameLocks.Held held = locks.hold(object.text())) {
            if (retired) {
                throw Refusal.noBucket(name);
            }
            Optional<StoredObject> old = now(object);
            conditions.forWrite(old);
            return replace(object, old, content, attributes);
        } finally {
            life.readLock().unlock();
            Files.deleteIfExists(content.file());
        }
    }

    /** Ends the bucket if it is empty; nothing can be put into it from then on. */
    void retire() throws IOException {
        life.writeLock().lock();
        try {
            if (!list(ListQuery.all("")).objects().isEmpty()) {
                throw Refusal.conflict("The bucket you tried to delete is not empty.");
            }
            retired = true;
        } finally {
            life.writeLock().unlock();
        }
    }

    /** Ends the bucket whatever it holds. */
    void abandon() {
        life.writeLock().lock();
        retired = true;
        life.writeLock().unlock();
    }

    /** @throws Refusal 404 when there is none, or none of the generation that the conditions mean */
    StoredObject get(ObjectName object, Conditions conditions) throws IOException {
        StoredObject found = found(object, current(object.text()), conditions);
        conditions.forRead(found);
        return found;
    }

    boolean has(ObjectName object) throws IOException {
        return current(object.text()).isPresent();
    }

    /** Under the name's lock for a moment only, so that record and bytes belong together. */
    Opened open(ObjectName object, Conditions conditions) throws IOException {
        try (NameLocks.Held held = locks.hold(object.text())) {
            StoredObject found = found(object, now(object), conditions);
            conditions.forRead(found);
            Path file =
                    switch (found.place()) {
                        case FOLDER -> folder.path(object.text()).orElseThrow();
                        case SIDE -> side.path(object, found.generation());
                    };
            return new Opened(found, Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }

    void delete(ObjectName object, Conditions conditions) throws IOException {
        try (NameLocks.Held held = locks.hold(object.text())) {
            StoredObject found = found(object, now(object), conditions);
            conditions.forWrite(Optional.of(found));
            remove(found);
        }
    }

    StoredObject change(ObjectName object, Conditions conditions, UnaryOperator<Attributes> change) throws IOException {
        try (NameLocks.Held held = locks.hold(object.text())) {
            StoredObject found = found(object, now(object), conditions);
            conditions.forWrite(Optional.of(found));
            return keep(found.changed(change.apply(found.attributes()), generations.now()));
        }
    }

    Page list(ListQuery query) throws IOException {
        FolderWalk walk = new FolderWalk(folder, query.prefix(), this::isKnownFile);
        return new Listing(index, walk, this::current, query).page();
    }

    /** Takes in all files below the prefix that were written from outside. */
    void adopt(String prefix) throws IOException {
        ListQuery all = ListQuery.all(prefix);
        Optional<String> next = list(all).next();
        while (next.isPresent()) {
            next = list(all.from(next.get())).next();
        }
    }

    Path mount(String prefix) throws IOException {
        return folder.mount(prefix);
    }

    private StoredObject found(ObjectName object, Optional<StoredObject> now, Conditions conditions) {
        return now.filter(conditions::means).orElseThrow(() -> Refusal.noObject(name, object));
    }

    /** The object as it is now; takes its lock only when the file is not what the record says. */
    private Optional<StoredObject> current(String object) throws IOException {
        Optional<StoredObject> known = Optional.ofNullable(index.get(object));
        if (agree(known, folder.look(object))) {
            return known;
        }
        try (NameLocks.Held held = locks.hold(object)) {
            return now(new ObjectName(object));
        }
    }

    /** The object as it is now; the caller holds its lock. */
    private Optional<StoredObject> now(ObjectName object) throws IOException {
        Optional<StoredObject> known = Optional.ofNullable(index.get(object.text()));
        Optional<BucketFolder.Seen> seen = folder.look(object.text());
        if (agree(known, seen)) {
            return known;
        }
        if (seen.isPresent()) {
            return Optional.of(takeIn(object, known, seen.get()));
        }
        records.remove(object);
        index.remove(object.text());
        return Optional.empty();
    }

    private static boolean agree(Optional<StoredObject> known, Optional<BucketFolder.Seen> seen) {
        boolean shouldBeSeen = known.isPresent() && known.get().place() == Place.FOLDER;
        return seen.isPresent() ? shouldBeSeen && seen.get().is(known.get()) : !shouldBeSeen;
    }

    /** A file from outside becomes a new generation; its type is guessed from its name, as a gcsfuse mount does. */
    private StoredObject takeIn(ObjectName object, Optional<StoredObject> old, BucketFolder.Seen seen)
            throws IOException {
        Checksums.Meter meter = new Checksums.Meter();
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream bytes = Files.newInputStream(seen.path(), LinkOption.NOFOLLOW_LINKS)) {
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                meter.update(buffer, 0, n);
                size += n;
            }
        }
        String type = URLConnection.guessContentTypeFromName(object.text());
        Attributes attributes = Attributes.ofType(type == null ? "application/octet-stream" : type);
        Content content = new Content(seen.path(), size, seen.modified(), meter.total(), 0, Optional.empty());
        StoredObject made = keep(StoredObject.created(object, generations.next(), content, Place.FOLDER, attributes));
        removeSide(old);
        finalized.created(name, made);
        return made;
    }

    private StoredObject replace(ObjectName object, Optional<StoredObject> old, Content content, Attributes attributes)
            throws IOException {
        long generation = generations.next();
        StoredObject made = StoredObject.created(object, generation, content, Place.FOLDER, attributes);
        records.announce(made);
        if (!folder.place(content.file(), object.text())) {
            made = StoredObject.created(object, generation, content, Place.SIDE, attributes);
            side.place(content.file(), object, generation);
            records.announce(made);
        }
        records.commit(made);
        index.put(made.name(), made);
        removeSide(old);
        finalized.created(name, made);
        return made;
    }

    private boolean hasItsFile(StoredObject object) throws IOException {
        return folder.look(object.name()).filter(seen -> seen.is(object)).isPresent();
    }

    private StoredObject keep(StoredObject object) throws IOException {
        records.announce(object);
        records.commit(object);
        index.put(object.name(), object);
        return object;
    }

    private void removeSide(Optional<StoredObject> old) throws IOException {
        if (old.isPresent() && old.get().place() == Place.SIDE) {
            side.remove(old.get().objectName(), old.get().generation());
        }
    }

    /** The file goes before its record: after a crash in between, one without a record would be taken in again. */
    private void remove(StoredObject object) throws IOException {
        if (object.place() == Place.FOLDER) {
            folder.remove(object.name());
        }
        records.remove(object.objectName());
        index.remove(object.name());
        removeSide(Optional.of(object));
    }

    private boolean isKnownFile(String object) {
        StoredObject known = index.get(object);
        return known != null && known.place() == Place.FOLDER;
    }
}
