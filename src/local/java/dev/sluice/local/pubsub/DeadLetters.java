package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Moves messages that failed too often to the topic their subscription names. */
@Fidelity(
        what =
                "dead letter topic after max delivery attempts, with deliveryAttempt in pull and push and Google's attributes on the copy",
        verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.EMULATOR},
        by = {
            "PubSubConformanceTest",
            "GooglePubSubEmulatorTest",
            "PubSubPullTest",
            "PubSubPushTest",
            "python-pubsub-client.sh"
        },
        simplified = "exactly after the set number of attempts, which Google only approximates")
final class DeadLetters {
    private static final String SOURCE = "CloudPubSubDeadLetterSource";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx");

    private final Store store;

    DeadLetters(Store store) {
        this.store = store;
    }

    /** Without its topic the message stays where it is and is tried again, as Google's documentation promises. */
    void move(Feed feed, Held held) {
        String topic = feed.subscription().getDeadLetterPolicy().getDeadLetterTopic();
        if (!store.hasTopic(topic)) {
            feed.backlog().putBack(held, store.now(), feed.redelivery());
            return;
        }
        store.accept(topic, copy(feed.ref(), held), store.publishTime());
        store.settled(feed, List.of(held.id()));
    }

    /** The attributes' names and forms are those of Google's messages (source: docs/handling-failures#dead_letter_topic). */
    private static PubsubMessage copy(SubscriptionRef source, Held held) {
        Instant published = Instant.ofEpochMilli(held.publishedMillis());
        return held.message().toBuilder()
                .putAttributes(SOURCE + "DeliveryCount", Integer.toString(held.failures()))
                .putAttributes(SOURCE + "Subscription", source.id())
                .putAttributes(SOURCE + "SubscriptionProject", source.project())
                .putAttributes(SOURCE + "TopicPublishTime", TIME.format(published.atOffset(ZoneOffset.UTC)))
                .build();
    }
}
