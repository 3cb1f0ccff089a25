package dev.sluice.storage;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects in buckets, read and written whole. Reads and lists see every write that was answered before they began. Each
 * method throws {@link dev.sluice.RetryLater} when the store is unavailable, in which case a write may or may not have
 * happened, and {@link dev.sluice.GiveUp} when it refuses.
 */
public interface ObjectStore {
    /** What is known of an object; empty when there is none. One call. */
    Optional<StoredObject> stat(ObjectName name);

    /** An object with its bytes, both of one generation; empty when there is none. One call where the store allows it. */
    Optional<ReadObject> read(ObjectName name);

    /**
     * Writes an object atomically if the condition holds; empty when it does not. A conditional write whose answer was
     * lost may be repeated by the store's client and then meet its own first effect: empty does not prove that somebody
     * else wrote.
     */
    Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition);

    /** Removes an object; none there is fine, so doing it twice does it once. */
    void delete(ObjectName name);

    /** The objects whose names begin with a prefix, in the order of their names as UTF-8; pages are fetched as they are read. */
    Stream<StoredObject> list(String bucket, String prefix);
}
