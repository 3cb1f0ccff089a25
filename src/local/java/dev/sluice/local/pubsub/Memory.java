package dev.sluice.local.pubsub;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Topics, subscriptions, snapshots and backlogs as they are now. {@link #settled} and {@link #failures} are for replay: later, leases end
 * where they were given.
 */
final class Memory implements Changes {
    /** A snapshot and what it holds: a subscription that nobody takes from. */
    record Kept(Snapshot snapshot, Feed holds) {}

    private final TreeMap<String, Topic> topics = new TreeMap<>();
    private final TreeMap<String, Feed> feeds = new TreeMap<>();
    private final TreeMap<String, Kept> snapshots = new TreeMap<>();
    private final TreeMap<String, Policy> policies = new TreeMap<>();
    private long idsBelow = 1;

    TreeMap<String, Topic> topics() {
        return topics;
    }

    TreeMap<String, Feed> feeds() {
        return feeds;
    }

    TreeMap<String, Kept> snapshots() {
        return snapshots;
    }

    TreeMap<String, Policy> policies() {
        return policies;
    }

    long idsBelow() {
        return idsBelow;
    }

    @Override
    public void topic(Topic topic) {
        topics.put(topic.getName(), topic);
    }

    @Override
    public void topicDeleted(String topic) {
        topics.remove(topic);
        policies.remove(topic);
        feeds.values().forEach(feed -> feed.loses(topic));
        snapshots.replaceAll((name, kept) -> {
            kept.holds().loses(topic);
            String left = kept.holds().subscription().getTopic();
            return new Kept(kept.snapshot().toBuilder().setTopic(left).build(), kept.holds());
        });
    }

    @Override
    public void subscription(Subscription subscription) {
        Optional.ofNullable(feeds.get(subscription.getName()))
                .ifPresentOrElse(
                        feed -> feed.become(subscription),
                        () -> feeds.put(subscription.getName(), new Feed(subscription)));
    }

    @Override
    public void subscriptionDeleted(String subscription) {
        feeds.remove(subscription);
        policies.remove(subscription);
    }

    @Override
    public void message(PubsubMessage message, List<String> subscriptions) {
        subscriptions.forEach(name -> holder(name).add(message));
    }

    @Override
    public void settled(String subscription, Collection<Long> messages) {
        holder(subscription).backlog().dropAll(messages);
    }

    @Override
    public void idsBelow(long limit) {
        idsBelow = limit;
    }

    @Override
    public void failures(String subscription, Map<Long, Integer> counts) {
        holder(subscription).backlog().failedBefore(counts);
    }

    @Override
    public void policy(String resource, Policy policy) {
        policies.put(resource, policy);
    }

    @Override
    public void snapshot(Snapshot snapshot, Subscription source) {
        Feed holds = Optional.ofNullable(snapshots.get(snapshot.getName()))
                .map(Kept::holds)
                .orElseGet(() -> new Feed(source.toBuilder()
                        .setName(snapshot.getName())
                        .setPushConfig(PushConfig.getDefaultInstance())
                        .clearDeadLetterPolicy()
                        .build()));
        snapshots.put(snapshot.getName(), new Kept(snapshot, holds));
    }

    @Override
    public void snapshotDeleted(String snapshot) {
        snapshots.remove(snapshot);
        policies.remove(snapshot);
    }

    @Override
    public void copied(String from, String to) {
        Feed target = holder(to);
        target.backlog().dropBefore(Long.MAX_VALUE);
        holder(from).backlog().kept().forEach(held -> target.add(held.message()));
    }

    /** The shortest list of changes that leads to this state. */
    void describe(Changes to) {
        to.idsBelow(idsBelow);
        topics.values().forEach(to::topic);
        feeds.values().forEach(feed -> to.subscription(feed.subscription()));
        snapshots
                .values()
                .forEach(kept -> to.snapshot(kept.snapshot(), kept.holds().subscription()));
        policies.forEach(to::policy);
        Map<Long, Owed> owed = new TreeMap<>();
        feeds.forEach((name, feed) -> owes(name, feed, owed));
        snapshots.forEach((name, kept) -> owes(name, kept.holds(), owed));
        owed.values().forEach(one -> to.message(one.message(), one.subscriptions()));
        feeds.forEach((name, feed) -> {
            Map<Long, Integer> failures = feed.backlog().failures();
            if (!failures.isEmpty()) {
                to.failures(name, failures);
            }
        });
    }

    private Feed holder(String name) {
        return Optional.ofNullable(feeds.get(name))
                .orElseGet(() -> snapshots.get(name).holds());
    }

    private static void owes(String name, Feed feed, Map<Long, Owed> owed) {
        feed.backlog().kept().forEach(held -> owed.computeIfAbsent(
                        held.id(), id -> new Owed(held.message(), new ArrayList<>()))
                .subscriptions()
                .add(name));
    }

    private record Owed(PubsubMessage message, List<String> subscriptions) {}
}
