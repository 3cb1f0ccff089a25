package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Topics, subscriptions and backlogs as they are now. {@link #settled} is for replay: later, leases end where they were given. */
final class Memory implements Changes {
    private final TreeMap<String, Topic> topics = new TreeMap<>();
    private final TreeMap<String, Feed> feeds = new TreeMap<>();
    private long idsBelow = 1;

    TreeMap<String, Topic> topics() {
        return topics;
    }

    TreeMap<String, Feed> feeds() {
        return feeds;
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
        feeds.values().stream()
                .filter(feed -> feed.subscription().getTopic().equals(topic))
                .forEach(feed -> feed.become(feed.subscription().toBuilder()
                        .setTopic(TopicRef.DELETED)
                        .build()));
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
    }

    @Override
    public void message(PubsubMessage message, List<String> subscriptions) {
        subscriptions.forEach(name -> feeds.get(name).add(message));
    }

    @Override
    public void settled(String subscription, Collection<Long> messages) {
        feeds.get(subscription).backlog().dropAll(messages);
    }

    @Override
    public void idsBelow(long limit) {
        idsBelow = limit;
    }

    /** The shortest list of changes that leads to this state. */
    void describe(Changes to) {
        to.idsBelow(idsBelow);
        topics.values().forEach(to::topic);
        feeds.values().forEach(feed -> to.subscription(feed.subscription()));
        Map<Long, Owed> owed = new TreeMap<>();
        feeds.forEach((name, feed) -> feed.backlog().kept().forEach(held -> owed.computeIfAbsent(
                        held.id(), id -> new Owed(held.message(), new ArrayList<>()))
                .subscriptions()
                .add(name)));
        owed.values().forEach(one -> to.message(one.message(), one.subscriptions()));
    }

    private record Owed(PubsubMessage message, List<String> subscriptions) {}
}
