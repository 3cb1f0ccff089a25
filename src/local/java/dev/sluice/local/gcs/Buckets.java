package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** The buckets of a data folder: {@code data/BUCKET} holds the files, {@code data/.sluice/gcs/BUCKET} what is known of them. */
final class Buckets {
    private static final String RECORD = "bucket.json";
    private static final String TRASH = ".trash";

    private final Path data;
    private final Path known;
    private final Generations generations;
    private final Finalized finalized;
    private final ConcurrentSkipListMap<String, Entry> buckets = new ConcurrentSkipListMap<>();

    private record Entry(BucketRecord record, Bucket bucket) {}

    Buckets(Path data, Path known, Generations generations, Finalized finalized) throws IOException {
        this.data = data;
        this.known = known;
        this.generations = generations;
        this.finalized = finalized;
        FileTrees.delete(known.resolve(TRASH));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(known)) {
            for (Path folder : folders) {
                if (Files.isRegularFile(folder.resolve(RECORD))) {
                    var read = Json.read(Files.readAllBytes(folder.resolve(RECORD)), BucketRecord.class);
                    buckets.put(read.name(), new Entry(read, open(read.name())));
                }
            }
        }
    }

    /** @throws Refusal 409 when it is there */
    synchronized BucketRecord create(String name, String project, ObjectNode resource) throws IOException {
        BucketName legal = new BucketName(name);
        if (buckets.containsKey(name)) {
            throw Refusal.conflict(
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        Bucket bucket = open(name);
        BucketRecord created = BucketRecord.created(legal, project, generations.now(), resource);
        save(created);
        buckets.put(name, new Entry(created, bucket));
        return created;
    }

    synchronized void createIfMissing(String name, String project) throws IOException {
        if (!buckets.containsKey(name)) {
            create(name, project, Json.object());
        }
    }

    long now() {
        return generations.now();
    }

    Bucket bucket(String name) {
        return entry(name).bucket();
    }

    BucketRecord record(String name) {
        return entry(name).record();
    }

    List<BucketRecord> all() {
        return buckets.values().stream().map(Entry::record).toList();
    }

    synchronized BucketRecord change(String name, UnaryOperator<BucketRecord> change) throws IOException {
        Entry entry = entry(name);
        BucketRecord changed = change.apply(entry.record());
        save(changed);
        buckets.put(name, new Entry(changed, entry.bucket()));
        return changed;
    }

    /** @throws Refusal 409 when it holds an object; folders and links without an object in them go with it */
    synchronized void delete(String name, Conditions conditions) throws IOException {
        Entry entry = entry(name);
        conditions.forWrite(entry.record().created(), entry.record().metageneration());
        entry.bucket().retire();
        buckets.remove(name);
        Files.deleteIfExists(known.resolve(name).resolve(RECORD));
        FileTrees.delete(data.resolve(name));
        FileTrees.delete(known.resolve(name));
    }

    /** Removes all buckets with all that is in them. */
    synchronized void reset() throws IOException {
        Path trash = known.resolve(TRASH);
        for (Map.Entry<String, Entry> each : buckets.entrySet()) {
            each.getValue().bucket().abandon();
            buckets.remove(each.getKey());
            Files.createDirectories(trash);
            moveAway(known.resolve(each.getKey()), trash.resolve("known"));
            moveAway(data.resolve(each.getKey()), trash.resolve("data"));
            FileTrees.delete(trash);
        }
    }

    /** First aside in one step, so that an upload on its way cannot put a file where a folder is being emptied. */
    private static void moveAway(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to);
        }
    }

    /** Those there are, with what each holds. */
    List<Map<String, Object>> state() {
        return buckets.values().stream().map(entry -> entry.bucket().state()).toList();
    }

    private Entry entry(String name) {
        Entry entry = buckets.get(name);
        if (entry == null) {
            throw Refusal.noBucket(name);
        }
        return entry;
    }

    private Bucket open(String name) throws IOException {
        return new Bucket(name, new BucketFolder(data.resolve(name)), known.resolve(name), generations, finalized);
    }

    private void save(BucketRecord bucket) throws IOException {
        Path file = known.resolve(bucket.name()).resolve(RECORD);
        Path next = file.resolveSibling(RECORD + ".next");
        Files.write(next, Json.bytes(bucket));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
