package dev.sluice.local.pubsub;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.MessageReceiverWithAckResponse;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A running local Pub/Sub and Google's Java clients, connected as any program would connect them. */
final class PubSubWire implements AutoCloseable {
    static final String TOPIC = "projects/demo/topics/orders";
    static final String SUBSCRIPTION = "projects/demo/subscriptions/orders-worker";

    final LocalPubSub server;
    final TopicAdminClient topics;
    final SubscriptionAdminClient subscriptions;
    private final ManagedChannel channel;
    private final TransportChannelProvider transport;

    private PubSubWire(LocalPubSub server) throws IOException {
        this.server = server;
        channel = ManagedChannelBuilder.forTarget(server.endpoint())
                .usePlaintext()
                .build();
        transport = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
        topics = TopicAdminClient.create(TopicAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
        subscriptions = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                .setTransportChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build());
    }

    static PubSubWire start(Path data, LocalClock clock) throws IOException {
        return new PubSubWire(LocalPubSub.start(new LocalPubSub.Options(data, 0, clock, Faults.none())));
    }

    Subscription subscribe(UnaryOperator<Subscription.Builder> how) {
        server.createTopic(TOPIC);
        return subscriptions.createSubscription(
                how.apply(Subscription.newBuilder().setName(SUBSCRIPTION).setTopic(TOPIC))
                        .build());
    }

    Publisher publisher() throws IOException {
        return Publisher.newBuilder(TOPIC)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setEnableMessageOrdering(true)
                .build();
    }

    Subscriber subscriber(MessageReceiver receiver, UnaryOperator<Subscriber.Builder> how) {
        Subscriber subscriber = how.apply(Subscriber.newBuilder(SUBSCRIPTION, receiver)
                        .setChannelProvider(transport)
                        .setCredentialsProvider(NoCredentialsProvider.create()))
                .build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
    }

    Subscriber subscriber(MessageReceiverWithAckResponse receiver) {
        Subscriber subscriber = Subscriber.newBuilder(SUBSCRIPTION, receiver)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
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
        return subscriptions.pull(subscription, most).getReceivedMessagesList();
    }

    /** What is there now, without waiting. */
    @SuppressWarnings("deprecation") // the one way to see at once that nothing is there
    List<ReceivedMessage> pullNow(String subscription) {
        return subscriptions
                .pull(PullRequest.newBuilder()
                        .setSubscription(subscription)
                        .setMaxMessages(100)
                        .setReturnImmediately(true)
                        .build())
                .getReceivedMessagesList();
    }

    List<ReceivedMessage> pullNow() {
        return pullNow(SUBSCRIPTION);
    }

    void acknowledge(List<ReceivedMessage> messages) {
        subscriptions.acknowledge(SUBSCRIPTION, ackIds(messages));
    }

    void refuse(List<ReceivedMessage> messages) {
        subscriptions.modifyAckDeadline(SUBSCRIPTION, ackIds(messages), 0);
    }

    static List<String> texts(List<ReceivedMessage> messages) {
        return messages.stream()
                .map(message -> message.getMessage().getData().toStringUtf8())
                .toList();
    }

    private static List<String> ackIds(List<ReceivedMessage> messages) {
        List<String> ids = new ArrayList<>();
        messages.forEach(message -> ids.add(message.getAckId()));
        return ids;
    }

    @Override
    public void close() {
        topics.close();
        subscriptions.close();
        channel.shutdownNow();
        server.close();
    }
}
