package dev.sluice.local.gcs;

import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Cloud Storage on a folder, served on the loopback to unmodified clients. Everybody may do everything; a bucket has no
 * versions, and its project is a word to filter by.
 */
public final class LocalStorage implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalStorage.class);
    private static final String PROJECT = "demo";

    private final FileChannel lock;
    private final Generations generations;
    private final Announcer announcer;
    private final Buckets buckets;
    private final Door door;

    /**
     * @param data the folder that holds everything, made when missing: {@code BUCKET/…} the objects as files,
     *     {@code .sluice/gcs/} what is known of them
     * @param port 0 picks a free one
     * @param clock where generations and times come from
     * @param faults what goes wrong
     */
    public record Options(Path data, int port, LocalClock clock, Faults faults) {}

    private LocalStorage(Options options, Backoff backoff, Path data, FileChannel lock, Door door) throws IOException {
        this.lock = lock;
        this.door = door;
        Path known = known(data);
        generations = new Generations(options.clock(), known.resolve(".generation"));
        Resources resources = new Resources(endpoint().toString());
        announcer = new Announcer(
                known.resolve(".events"), generations, options.clock(), options.faults(), backoff, resources);
        buckets = new Buckets(data, known, generations, announcer);
        door.open(new Routes(buckets, resources, options.faults(), options.clock()));
        announcer.resume();
    }

    /**
     * Serves the folder until closed, with what an earlier process left in it.
     *
     * @throws IOException when the port is taken, or another process serves the same folder
     */
    public static LocalStorage start(Options options) throws IOException {
        return start(options, Backoff.LAPTOP);
    }

    /** The same, with other waits between pushes of an event. */
    public static LocalStorage start(Options options, Backoff backoff) throws IOException {
        warnOfFileNames();
        Path data = Files.createDirectories(options.data()).toRealPath();
        FileChannel lock = lock(Files.createDirectories(known(data)).resolve(".lock"));
        try {
            Door door = new Door(options.port());
            try {
                return new LocalStorage(options, backoff, data, lock, door);
            } catch (IOException | RuntimeException e) {
                door.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Path known(Path data) {
        return data.resolve(".sluice/gcs");
    }

    private static void warnOfFileNames() {
        if (!BucketFolder.fileNames().equals(StandardCharsets.UTF_8)) {
            LOG.warnf(
                    "file names are %s in this JVM: objects with names beyond ASCII are kept, but no mount shows them, and"
                            + " such files of a mount are no objects; start with LC_ALL=C.UTF-8",
                    BucketFolder.fileNames());
        }
    }

    public int port() {
        return door.port();
    }

    /** {@code http://127.0.0.1:PORT}, the host to give to clients. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** How many requests have come so far, for benchmarks. */
    public long requests() {
        return door.requests();
    }

    /**
     * Makes the bucket unless it is there.
     *
     * @throws IllegalArgumentException when the name is none that Google would allow
     */
    public void createBucket(String bucket) {
        unchecked(() -> buckets.createIfMissing(bucket, PROJECT));
    }

    /**
     * The folder that shows the objects below a prefix, for a mounted volume; made when missing.
     *
     * @param prefix empty, or ending in a slash
     * @throws IllegalArgumentException when the bucket is not there, or the prefix none that a file system can hold
     */
    public Path folder(String bucket, String prefix) {
        Path[] folder = new Path[1];
        unchecked(() -> folder[0] = buckets.bucket(bucket).mount(prefix));
        return folder[0];
    }

    /**
     * Makes objects of the files that were written below the prefix from outside: a generation, checksums and an event
     * each. Lists and reads do the same for what they meet, so this is for events to come soon.
     *
     * @throws IllegalArgumentException when the bucket is not there
     */
    public void adopt(String bucket, String prefix) {
        unchecked(() -> buckets.bucket(bucket).adopt(prefix));
    }

    /**
     * Pushes a CloudEvent in binary mode to the address for every object finalized in the bucket from now on, at least once
     * and in no order. Not remembered over a restart, but what was not acknowledged is still pushed then.
     */
    public void notify(String bucket, URI address) {
        announcer.subscribe(bucket, address);
    }

    /** What is here: {@code buckets} (each with objects, bytes and open uploads) and {@code eventsWaiting}. */
    public Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("buckets", buckets.state());
        unchecked(() -> state.put("eventsWaiting", announcer.waiting()));
        return state;
    }

    /** Forgets all data, uploads, events and subscriptions to them; serving goes on. */
    public void reset() {
        unchecked(() -> {
            announcer.reset();
            buckets.reset();
        });
    }

    /**
     * Copies a folder tree into objects: its folders are buckets, made when missing, the files below them objects. What is
     * there already stays as it is; links are not followed.
     *
     * @throws IllegalArgumentException for a tree that cannot become buckets and objects; then nothing is copied
     */
    public void seed(Path tree) {
        unchecked(() -> new Seed(buckets, PROJECT).plant(tree));
    }

    /** Stops serving; nothing that was acknowledged is lost. */
    @Override
    public void close() {
        door.close();
        announcer.close();
        unchecked(() -> {
            generations.close();
            lock.close();
        });
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // as if another process held it
        }
        channel.close();
        throw new IOException(file.getParent()
                + " is in use by another local Cloud Storage; close that first, or choose" + " another data folder");
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
