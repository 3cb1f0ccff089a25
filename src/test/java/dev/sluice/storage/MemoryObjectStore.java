package dev.sluice.storage;

import dev.sluice.RetryLater;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The twin of Cloud Storage: objects with generations, in memory, and trouble on demand. */
public final class MemoryObjectStore implements ObjectStore {
    private record Entry(StoredObject object, byte[] bytes) {}

    private static final int PAGE = 1_000;
    private static final Comparator<ObjectName> BY_UTF8 = Comparator.comparing(ObjectName::bucket)
            .thenComparing(name -> name.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final ConcurrentSkipListMap<ObjectName, Entry> objects = new ConcurrentSkipListMap<>(BY_UTF8);
    private final AtomicLong generations = new AtomicLong(1_795_246_212_000_000L);
    private final AtomicInteger calls = new AtomicInteger();
    private final InstantSource clock;
    private volatile Predicate<ObjectName> failing = name -> false;
    private volatile Predicate<ObjectName> losing = name -> false;
    private volatile boolean failingLists;

    public MemoryObjectStore(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on calls about these names fail and have no effect; a list is about its prefix. */
    public void fail(Predicate<ObjectName> names) {
        failing = names;
    }

    /** From now on writes of these names happen, and their client repeats them because the answer was lost. */
    public void loseAnswers(Predicate<ObjectName> names) {
        losing = names;
    }

    /** From now on lists fail. */
    public void failLists(boolean fail) {
        failingLists = fail;
    }

    public int calls() {
        return calls.get();
    }

    /** The names in a bucket, in order. */
    public List<String> names(String bucket) {
        return objects.keySet().stream()
                .filter(name -> name.bucket().equals(bucket))
                .map(ObjectName::name)
                .toList();
    }

    @Override
    public Optional<StoredObject> stat(ObjectName name) {
        count(name);
        return Optional.ofNullable(objects.get(name)).map(Entry::object);
    }

    @Override
    public Optional<ReadObject> read(ObjectName name) {
        count(name);
        return Optional.ofNullable(objects.get(name)).map(entry -> new ReadObject(entry.object(), entry.bytes()));
    }

    @Override
    public Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition) {
        count(name);
        Optional<StoredObject> written = put(name, content, condition);
        return losing.test(name) ? put(name, content, condition) : written;
    }

    private synchronized Optional<StoredObject> put(ObjectName name, ObjectContent content, Condition condition) {
        long now = Optional.ofNullable(objects.get(name))
                .map(entry -> entry.object().generation())
                .orElse(0L);
        if (condition.generation().isPresent() && condition.generation().getAsLong() != now) {
            return Optional.empty();
        }
        StoredObject object = new StoredObject(
                name,
                generations.incrementAndGet(),
                content.bytes().length,
                crc32c(content.bytes()),
                clock.instant(),
                content.metadata());
        objects.put(name, new Entry(object, content.bytes().clone()));
        return Optional.of(object);
    }

    @Override
    public void delete(ObjectName name) {
        count(name);
        objects.remove(name);
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        calls.incrementAndGet();
        if (failingLists || (!prefix.isEmpty() && failing.test(new ObjectName(bucket, prefix)))) {
            throw new RetryLater("list " + bucket + "/" + prefix, new IOException("503"));
        }
        AtomicInteger read = new AtomicInteger();
        return objects.tailMap(new ObjectName(bucket, prefix.isEmpty() ? "\0" : prefix), true).values().stream()
                .map(Entry::object)
                .takeWhile(object -> object.name().bucket().equals(bucket)
                        && object.name().name().startsWith(prefix))
                .peek(object -> countPage(read.getAndIncrement()));
    }

    /** A list is fetched by pages of a thousand, as they are read. */
    private void countPage(int before) {
        if (before > 0 && before % PAGE == 0) {
            calls.incrementAndGet();
        }
    }

    private void count(ObjectName name) {
        calls.incrementAndGet();
        if (failing.test(name)) {
            throw new RetryLater("reach " + name, new IOException("503"));
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        int value = (int) crc.getValue();
        byte[] bigEndian = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        return java.util.Base64.getEncoder().encodeToString(bigEndian);
    }
}
