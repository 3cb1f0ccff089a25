package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One subscription at work: what it is, what it owes, and who takes from it. The store's monitor guards it. */
final class Feed {
    private final Filter filter;
    private final Backlog backlog = new Backlog();
    private final List<Consumer> consumers = new ArrayList<>();
    private volatile Subscription subscription; // read by streams and pumps without the monitor
    private volatile String lastAnswer = "";
    private Redelivery redelivery;

    Feed(Subscription subscription) {
        this.filter = Filter.parse(subscription.getFilter());
        become(subscription);
    }

    void become(Subscription changed) {
        subscription = changed;
        redelivery = Redelivery.of(changed);
    }

    /** Its topic may be this one, which is gone. */
    void loses(String topic) {
        if (subscription.getTopic().equals(topic)) {
            become(subscription.toBuilder().setTopic(TopicRef.DELETED).build());
        }
    }

    Subscription subscription() {
        return subscription;
    }

    SubscriptionRef ref() {
        return SubscriptionRef.parse(subscription.getName());
    }

    Redelivery redelivery() {
        return redelivery;
    }

    Backlog backlog() {
        return backlog;
    }

    boolean wants(String topic, PubsubMessage message) {
        return subscription.getTopic().equals(topic)
                && !subscription.getDetached()
                && filter.matches(message.getAttributesMap());
    }

    void add(PubsubMessage message) {
        backlog.add(message, subscription.getEnableMessageOrdering());
    }

    boolean isPush() {
        return !subscription.getPushConfig().getPushEndpoint().isEmpty();
    }

    boolean hasPump() {
        return consumers.stream().anyMatch(Consumer::pushes);
    }

    boolean isExactlyOnce() {
        return subscription.getEnableExactlyOnceDelivery();
    }

    /** How many take from it now: streams, waiting pulls, a push pump. */
    int consumers() {
        return consumers.size();
    }

    /** Remembers what a push endpoint said, for people who look. */
    void answered(String answer) {
        lastAnswer = answer;
    }

    String lastAnswer() {
        return lastAnswer;
    }

    void join(Consumer consumer) {
        consumers.add(consumer);
        consumer.wake();
    }

    void leave(Consumer consumer) {
        consumers.remove(consumer);
    }

    /** Another one is asked first each time, so that no stream takes everything. */
    void wake() {
        if (consumers.size() > 1) {
            Collections.rotate(consumers, 1);
        }
        consumers.forEach(Consumer::wake);
    }

    void end(Status why) {
        List.copyOf(consumers).forEach(consumer -> consumer.end(why));
        consumers.clear();
    }
}
