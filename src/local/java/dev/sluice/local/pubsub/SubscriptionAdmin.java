package dev.sluice.local.pubsub;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.SeekResponse;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import java.util.List;
import java.util.Set;

/** What {@code google.pubsub.v1.Subscriber} does, except for deliveries. */
final class SubscriptionAdmin {
    private static final Set<String> FIXED = Set.of(
            "name",
            "topic",
            "filter",
            "enable_message_ordering",
            "state",
            "detached",
            "topic_message_retention_duration");

    private final Store store;
    private final SnapshotAdmin snapshots;
    private final Pushes pushes;

    SubscriptionAdmin(Store store, SnapshotAdmin snapshots, Pushes pushes) {
        this.store = store;
        this.snapshots = snapshots;
        this.pushes = pushes;
    }

    Subscription create(Subscription wanted) {
        SubscriptionRef ref = SubscriptionRef.parse(wanted.getName());
        TopicRef topic = TopicRef.parse(wanted.getTopic());
        Subscription complete = SubscriptionRules.complete(wanted);
        synchronized (store) {
            store.topic(topic);
            if (store.hasSubscription(ref.name())) {
                throw Refusals.alreadyExists(ref.id());
            }
            needDeadLetterTopic(complete);
            return put(ref, complete);
        }
    }

    Subscription get(String name) {
        SubscriptionRef ref = SubscriptionRef.parse(name);
        synchronized (store) {
            return store.feed(ref).subscription();
        }
    }

    ListSubscriptionsResponse list(ListSubscriptionsRequest request) {
        String prefix = ResourceNames.prefix(request.getProject(), "subscriptions");
        synchronized (store) {
            List<Subscription> all = store.feeds().stream()
                    .map(Feed::subscription)
                    .filter(subscription -> subscription.getName().startsWith(prefix))
                    .toList();
            Page<Subscription> page =
                    Page.of(all, Subscription::getName, request.getPageSize(), request.getPageToken());
            return ListSubscriptionsResponse.newBuilder()
                    .addAllSubscriptions(page.items())
                    .setNextPageToken(page.nextToken())
                    .build();
        }
    }

    Subscription update(UpdateSubscriptionRequest request) {
        SubscriptionRef ref = SubscriptionRef.parse(request.getSubscription().getName());
        synchronized (store) {
            Subscription now = store.feed(ref).subscription();
            Subscription.Builder changed =
                    Updates.merge(request.getUpdateMask(), request.getSubscription(), now.toBuilder(), FIXED);
            Subscription complete = SubscriptionRules.complete(changed.build());
            needDeadLetterTopic(complete);
            return put(ref, complete);
        }
    }

    void modifyPushConfig(String name, PushConfig push) {
        SubscriptionRef ref = SubscriptionRef.parse(name);
        SubscriptionRules.check(push);
        synchronized (store) {
            put(
                    ref,
                    store.feed(ref).subscription().toBuilder()
                            .setPushConfig(push)
                            .build());
        }
    }

    void delete(String name) {
        SubscriptionRef ref = SubscriptionRef.parse(name);
        synchronized (store) {
            Feed feed = store.feed(ref);
            store.deleteSubscription(ref.name());
            store.commit();
            feed.end(Refusals.notFound(ref.id()).getStatus());
        }
    }

    /** To a snapshot, or to a time: then it lets go of all messages published before. */
    SeekResponse seek(SeekRequest request) {
        SubscriptionRef ref = SubscriptionRef.parse(request.getSubscription());
        synchronized (store) {
            Feed feed = store.feed(ref);
            switch (request.getTargetCase()) {
                case SNAPSHOT -> snapshots.seek(feed, request.getSnapshot());
                case TIME -> seek(feed, request.getTime());
                case TARGET_NOT_SET ->
                    throw Refusals.invalid("The seek request has no target; it must have a time or a snapshot.");
            }
            store.commit();
            feed.wake();
        }
        return SeekResponse.getDefaultInstance();
    }

    private void seek(Feed feed, Timestamp time) {
        if (!Timestamps.isValid(time)) {
            throw Refusals.invalid("Invalid time given to seek to; it must lie in the years 1 to 9999.");
        }
        store.settled(feed, feed.backlog().dropBefore(Timestamps.toMillis(time)));
    }

    private void needDeadLetterTopic(Subscription subscription) {
        if (subscription.hasDeadLetterPolicy()) {
            store.topic(TopicRef.parse(subscription.getDeadLetterPolicy().getDeadLetterTopic()));
        }
    }

    private Subscription put(SubscriptionRef ref, Subscription subscription) {
        store.put(subscription);
        store.commit();
        pushes.follow(store.feed(ref));
        return subscription;
    }
}
