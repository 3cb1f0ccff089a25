package dev.sluice.local.pubsub;

import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.MessageReceiverWithAckResponse;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A running local Pub/Sub with Google's Java clients, and one topic and subscription that most tests use. */
final class PubSubWire implements AutoCloseable {
    static final String TOPIC = "projects/demo/topics/orders";
    static final String SUBSCRIPTION = "projects/demo/subscriptions/orders-worker";

    final LocalPubSub server;
    final TopicAdminClient topics;
    final SubscriptionAdminClient subscriptions;
    private final PubSubClients clients;

    private PubSubWire(LocalPubSub server) throws IOException {
        this.server = server;
        clients = new PubSubClients(server.endpoint());
        topics = clients.topics;
        subscriptions = clients.subscriptions;
    }

    static PubSubWire start(Path data, LocalClock clock) throws IOException {
        return start(data, clock, Faults.none());
    }

    static PubSubWire start(Path data, LocalClock clock, Faults faults) throws IOException {
        return new PubSubWire(LocalPubSub.start(new LocalPubSub.Options(data, 0, clock, faults)));
    }

    Subscription subscribe(UnaryOperator<Subscription.Builder> how) {
        server.createTopic(TOPIC);
        return subscriptions.createSubscription(
                how.apply(Subscription.newBuilder().setName(SUBSCRIPTION).setTopic(TOPIC))
                        .build());
    }

    Publisher publisher() throws IOException {
        return clients.publisher(TOPIC);
    }

    Subscriber subscriber(MessageReceiver receiver, UnaryOperator<Subscriber.Builder> how) {
        return clients.subscriber(SUBSCRIPTION, receiver, how);
    }

    Subscriber subscriber(MessageReceiverWithAckResponse receiver) {
        return clients.subscriber(SUBSCRIPTION, receiver);
    }

    String publish(String text) {
        return publish(text, Map.of());
    }

    String publish(String text, Map<String, String> attributes) {
        return server.publish(TOPIC, attributes, ByteString.copyFromUtf8(text).toByteArray());
    }

    void publishInLine(String key, String... texts) {
        for (String text : texts) {
            topics.publish(
                    TOPIC,
                    List.of(PubsubMessage.newBuilder()
                            .setData(ByteString.copyFromUtf8(text))
                            .setOrderingKey(key)
                            .build()));
        }
    }

    List<ReceivedMessage> pull(int most) {
        return pull(SUBSCRIPTION, most);
    }

    List<ReceivedMessage> pull(String subscription, int most) {
        return clients.pull(subscription, most);
    }

    /** What is there now, without waiting. */
    List<ReceivedMessage> pullNow(String subscription) {
        return clients.pullNow(subscription);
    }

    List<ReceivedMessage> pullNow() {
        return pullNow(SUBSCRIPTION);
    }

    void acknowledge(List<ReceivedMessage> messages) {
        subscriptions.acknowledge(SUBSCRIPTION, PubSubClients.ackIds(messages));
    }

    void refuse(List<ReceivedMessage> messages) {
        subscriptions.modifyAckDeadline(SUBSCRIPTION, PubSubClients.ackIds(messages), 0);
    }

    static List<String> texts(List<ReceivedMessage> messages) {
        return PubSubClients.texts(messages);
    }

    @Override
    public void close() {
        clients.close();
        server.close();
    }
}
