package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.Collection;
import java.util.List;

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
}
