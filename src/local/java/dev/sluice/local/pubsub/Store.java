package dev.sluice.local.pubsub;

import com.google.iam.v1.Policy;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state and its journal, always in step. One monitor, this object's, guards both and every {@link Feed}: callers hold it for the
 * length of an operation and end a writing one with {@link #commit}.
 */
final class Store implements Closeable {
    private static final int ID_BLOCK = 10_000;
    private static final long COMPACT_BYTES = 64L << 20;

    private final Path file;
    private final FileChannel lock;
    private final InstantSource clock;
    private final Memory memory = new Memory();
    private Journal journal;
    private long compactAt;
    private long nextId;

    private Store(Path file, FileChannel lock, InstantSource clock) {
        this.file = file;
        this.lock = lock;
        this.clock = clock;
    }

    /** Reads the folder back and writes its journal anew, without what was settled meanwhile. */
    static Store open(Path folder, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        Store store = new Store(folder.resolve("journal"), lock(folder), clock);
        JournalReader.replay(store.file, store.memory);
        store.nextId = store.memory.idsBelow();
        store.compact();
        return store;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // another instance in this very process: the same answer as for another process
        }
        lock.close();
        throw new IOException("Another local Pub/Sub uses " + folder + "; close it or choose another folder");
    }

    Instant now() {
        return clock.instant();
    }

    Topic topic(TopicRef ref) {
        return Optional.ofNullable(memory.topics().get(ref.name())).orElseThrow(() -> Refusals.notFound(ref.id()));
    }

    boolean hasTopic(String name) {
        return memory.topics().containsKey(name);
    }

    Feed feed(SubscriptionRef ref) {
        return Optional.ofNullable(memory.feeds().get(ref.name())).orElseThrow(() -> Refusals.notFound(ref.id()));
    }

    /** False for a subscription that was deleted while somebody still worked for it. */
    boolean isLive(Feed feed) {
        return memory.feeds().get(feed.subscription().getName()) == feed;
    }

    boolean hasSubscription(String name) {
        return memory.feeds().containsKey(name);
    }

    /** All topics, by name. */
    Collection<Topic> topics() {
        return memory.topics().values();
    }

    /** All subscriptions, by name. */
    Collection<Feed> feeds() {
        return memory.feeds().values();
    }

    void put(Topic topic) {
        journal.topic(topic);
        memory.topic(topic);
    }

    void deleteTopic(String name) {
        journal.topicDeleted(name);
        memory.topicDeleted(name);
    }

    void put(Subscription subscription) {
        journal.subscription(subscription);
        memory.subscription(subscription);
    }

    void deleteSubscription(String name) {
        journal.subscriptionDeleted(name);
        memory.subscriptionDeleted(name);
    }

    /** Gives a message its id and time and puts it into every backlog that wants it; those are woken. Answers the id. */
    String accept(String topic, PubsubMessage draft, Timestamp time) {
        PubsubMessage message = draft.toBuilder()
                .setMessageId(Long.toString(newId()))
                .setPublishTime(time)
                .build();
        List<Feed> takers = Stream.concat(
                        feeds().stream(), memory.snapshots().values().stream().map(Memory.Kept::holds))
                .filter(feed -> feed.wants(topic, message))
                .toList();
        if (!takers.isEmpty()) {
            journal.message(
                    message,
                    takers.stream().map(feed -> feed.subscription().getName()).toList());
            takers.forEach(feed -> feed.add(message));
            takers.forEach(Feed::wake);
        }
        return message.getMessageId();
    }

    /** Publish time of a message accepted now; Pub/Sub shows milliseconds. */
    Timestamp publishTime() {
        return Timestamps.fromMillis(now().toEpochMilli());
    }

    /** Notes what a backlog has already let go. */
    void settled(Feed feed, Collection<Long> messages) {
        if (!messages.isEmpty()) {
            journal.settled(feed.subscription().getName(), messages);
        }
    }

    /** Notes how often deliveries have failed, so that a restart does not forget it. */
    void failed(Feed feed, Map<Long, Integer> failures) {
        if (!failures.isEmpty()) {
            journal.failures(feed.subscription().getName(), failures);
        }
    }

    /** The policy of a resource; an empty one when none was set. */
    Policy policy(String resource) {
        return memory.policies().getOrDefault(resource, Policy.getDefaultInstance());
    }

    void put(String resource, Policy policy) {
        journal.policy(resource, policy);
        memory.policy(resource, policy);
    }

    /** All snapshots, by name. */
    Collection<Snapshot> snapshots() {
        return memory.snapshots().values().stream().map(Memory.Kept::snapshot).toList();
    }

    boolean hasSnapshot(String name) {
        return memory.snapshots().containsKey(name);
    }

    Snapshot snapshot(SnapshotRef ref) {
        return Optional.ofNullable(memory.snapshots().get(ref.name()))
                .map(Memory.Kept::snapshot)
                .orElseThrow(() -> Refusals.notFound(ref.id()));
    }

    /** Makes a snapshot of what a subscription owes now; it also holds what is published later. */
    void put(Snapshot snapshot, Feed source) {
        journal.snapshot(snapshot, source.subscription());
        memory.snapshot(snapshot, source.subscription());
        copy(source.subscription().getName(), snapshot.getName());
    }

    /** Changes what is said of a snapshot, not what it holds. */
    void update(Snapshot snapshot) {
        Subscription source = memory.snapshots().get(snapshot.getName()).holds().subscription();
        journal.snapshot(snapshot, source);
        memory.snapshot(snapshot, source);
    }

    void deleteSnapshot(String name) {
        journal.snapshotDeleted(name);
        memory.snapshotDeleted(name);
    }

    /** Makes a subscription or snapshot owe what another one owes; what is out comes to nothing. */
    void copy(String from, String to) {
        journal.copied(from, to);
        memory.copied(from, to);
    }

    /** Forgets everything but which message ids were given. */
    void clear() {
        List.copyOf(memory.feeds().keySet()).forEach(this::deleteSubscription);
        List.copyOf(memory.snapshots().keySet()).forEach(this::deleteSnapshot);
        List.copyOf(memory.topics().keySet()).forEach(this::deleteTopic);
    }

    /** Makes all changes since the last call outlive this process. */
    void commit() {
        journal.commit();
        if (journal.size() > compactAt) {
            try {
                compact();
            } catch (IOException e) {
                throw new UncheckedIOException("The Pub/Sub journal cannot be written", e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
        lock.close();
    }

    private long newId() {
        if (nextId >= memory.idsBelow()) {
            // ids are reserved in blocks: none is given twice, even when the last publish before a crash had no
            // subscription
            journal.idsBelow(nextId + ID_BLOCK);
            memory.idsBelow(nextId + ID_BLOCK);
        }
        return nextId++;
    }

    private void compact() throws IOException {
        Path fresh = file.resolveSibling("journal.new");
        Files.deleteIfExists(fresh);
        Journal shorter = Journal.append(fresh);
        memory.describe(shorter);
        shorter.commit();
        shorter.force();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (journal != null) {
            journal.close();
        }
        journal = shorter;
        compactAt = Math.max(COMPACT_BYTES, 2 * shorter.size());
    }
}
