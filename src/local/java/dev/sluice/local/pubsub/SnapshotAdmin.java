package dev.sluice.local.pubsub;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.CreateSnapshotRequest;
import com.google.pubsub.v1.ListSnapshotsRequest;
import com.google.pubsub.v1.ListSnapshotsResponse;
import com.google.pubsub.v1.ListTopicSnapshotsRequest;
import com.google.pubsub.v1.ListTopicSnapshotsResponse;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.UpdateSnapshotRequest;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Snapshots: what a subscription had not acknowledged at a moment, and all that came after it. */
@Fidelity(
        what = "snapshots: create, get, list, update, delete, seek to one; they end a week after their oldest message",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"PubSubSnapshotTest", "gcloud-pubsub.sh"})
final class SnapshotAdmin {
    /** Source: CreateSnapshot and Snapshot.expire_time in google/pubsub/v1/pubsub.proto. */
    private static final Duration LIFE = Duration.ofDays(7);

    private static final Duration LEAST_LIFE = Duration.ofHours(1);
    private static final Set<String> FIXED = Set.of("name", "topic");

    private final Store store;

    SnapshotAdmin(Store store) {
        this.store = store;
    }

    Snapshot create(CreateSnapshotRequest request) {
        SnapshotRef ref = SnapshotRef.parse(request.getName());
        SubscriptionRef source = SubscriptionRef.parse(request.getSubscription());
        synchronized (store) {
            expire();
            Feed feed = store.feed(source);
            if (store.hasSnapshot(ref.name())) {
                throw Refusals.alreadyExists(ref.id());
            }
            Snapshot snapshot = Snapshot.newBuilder()
                    .setName(ref.name())
                    .setTopic(feed.subscription().getTopic())
                    .setExpireTime(end(feed))
                    .putAllLabels(request.getLabelsMap())
                    .build();
            store.put(snapshot, feed);
            store.commit();
            return snapshot;
        }
    }

    Snapshot get(String name) {
        SnapshotRef ref = SnapshotRef.parse(name);
        synchronized (store) {
            expire();
            return store.snapshot(ref);
        }
    }

    Snapshot update(UpdateSnapshotRequest request) {
        SnapshotRef ref = SnapshotRef.parse(request.getSnapshot().getName());
        synchronized (store) {
            expire();
            Snapshot changed = Updates.merge(
                            request.getUpdateMask(), request.getSnapshot(), store.snapshot(ref).toBuilder(), FIXED)
                    .build();
            store.update(changed);
            store.commit();
            return changed;
        }
    }

    ListSnapshotsResponse list(ListSnapshotsRequest request) {
        String prefix = ResourceNames.prefix(request.getProject(), "snapshots");
        Page<Snapshot> page =
                page(snapshot -> snapshot.getName().startsWith(prefix), request.getPageSize(), request.getPageToken());
        return ListSnapshotsResponse.newBuilder()
                .addAllSnapshots(page.items())
                .setNextPageToken(page.nextToken())
                .build();
    }

    ListTopicSnapshotsResponse listOf(ListTopicSnapshotsRequest request) {
        TopicRef topic = TopicRef.parse(request.getTopic());
        synchronized (store) {
            store.topic(topic);
        }
        Page<Snapshot> page = page(
                snapshot -> snapshot.getTopic().equals(topic.name()), request.getPageSize(), request.getPageToken());
        return ListTopicSnapshotsResponse.newBuilder()
                .addAllSnapshots(page.items().stream().map(Snapshot::getName).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    void delete(String name) {
        SnapshotRef ref = SnapshotRef.parse(name);
        synchronized (store) {
            expire();
            store.snapshot(ref);
            store.deleteSnapshot(ref.name());
            store.commit();
        }
    }

    /** Makes a subscription owe what the snapshot holds. Called under the store's monitor. */
    void seek(Feed feed, String name) {
        SnapshotRef ref = SnapshotRef.parse(name);
        expire();
        Snapshot snapshot = store.snapshot(ref);
        if (!snapshot.getTopic().equals(feed.subscription().getTopic())) {
            throw Refusals.invalid("The snapshot " + ref.name() + " is of " + snapshot.getTopic()
                    + ", but the subscription is of " + feed.subscription().getTopic() + "; both must have one topic.");
        }
        store.copy(ref.name(), feed.subscription().getName());
    }

    private Page<Snapshot> page(Predicate<Snapshot> wanted, int size, String token) {
        synchronized (store) {
            expire();
            List<Snapshot> all = store.snapshots().stream().filter(wanted).toList();
            return Page.of(all, Snapshot::getName, size, token);
        }
    }

    private Timestamp end(Feed feed) {
        long now = store.now().toEpochMilli();
        long oldest = feed.backlog().kept().stream()
                .mapToLong(Held::publishedMillis)
                .min()
                .orElse(now);
        Instant end = Instant.ofEpochMilli(oldest).plus(LIFE);
        if (end.isBefore(store.now().plus(LEAST_LIFE))) {
            throw Refusals.precondition("The snapshot would expire in less than 1 hour, because the oldest"
                    + " unacknowledged message is nearly 7 days old; acknowledge it first.");
        }
        return Timestamps.fromMillis(end.toEpochMilli());
    }

    /** Nobody sees one that is over, so it is enough to look when somebody does. */
    private void expire() {
        long now = store.now().toEpochMilli();
        List<String> over = store.snapshots().stream()
                .filter(snapshot -> Timestamps.toMillis(snapshot.getExpireTime()) <= now)
                .map(Snapshot::getName)
                .toList();
        over.forEach(store::deleteSnapshot);
        if (!over.isEmpty()) {
            store.commit();
        }
    }
}
