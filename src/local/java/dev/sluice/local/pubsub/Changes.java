package dev.sluice.local.pubsub;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Everything that must survive a restart. {@link Memory} applies it, {@link Journal} writes it down and reads it back. */
interface Changes {
    /** A topic is new or was updated. */
    void topic(Topic topic);

    /** A topic is gone; its subscriptions keep what they hold. */
    void topicDeleted(String topic);

    /** A subscription is new or was updated. */
    void subscription(Subscription subscription);

    /** A subscription is gone with all it held. */
    void subscriptionDeleted(String subscription);

    /** A message, id and publish time set, is owed to these subscriptions. */
    void message(PubsubMessage message, List<String> subscriptions);

    /** A subscription no longer owes these messages. */
    void settled(String subscription, Collection<Long> messages);

    /** Message ids below this one may have been given away. */
    void idsBelow(long limit);

    /** How often deliveries of these messages to a subscription have failed by now. */
    void failures(String subscription, Map<Long, Integer> counts);

    /** A topic, subscription or snapshot has this IAM policy; it goes with its resource. */
    void policy(String resource, Policy policy);

    /** A snapshot is new, and empty, or was updated. */
    void snapshot(Snapshot snapshot, Subscription source);

    /** A snapshot is gone with all it held. */
    void snapshotDeleted(String snapshot);

    /** A subscription or snapshot owes what another one owes, and nothing else. */
    void copied(String from, String to);
}
