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
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Google's Java clients for Pub/Sub, connected to an address as any program would connect them. */
final class PubSubClients implements AutoCloseable {
    final TopicAdminClient topics;
    final SubscriptionAdminClient subscriptions;
    private final ManagedChannel channel;
    private final TransportChannelProvider transport;

    PubSubClients(String endpoint) throws IOException {
        channel = ManagedChannelBuilder.forTarget(endpoint).usePlaintext().build();
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

    Publisher publisher(String topic) throws IOException {
        return Publisher.newBuilder(topic)
                .setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setEnableMessageOrdering(true)
                .build();
    }

    Subscriber subscriber(String subscription, MessageReceiver receiver, UnaryOperator<Subscriber.Builder> how) {
        return started(how.apply(Subscriber.newBuilder(subscription, receiver)));
    }

    Subscriber subscriber(String subscription, MessageReceiverWithAckResponse receiver) {
        return started(Subscriber.newBuilder(subscription, receiver));
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

    static List<String> texts(List<ReceivedMessage> messages) {
        return messages.stream()
                .map(message -> message.getMessage().getData().toStringUtf8())
                .toList();
    }

    static List<String> ackIds(List<ReceivedMessage> messages) {
        return messages.stream().map(ReceivedMessage::getAckId).toList();
    }

    private Subscriber started(Subscriber.Builder how) {
        Subscriber subscriber = how.setChannelProvider(transport)
                .setCredentialsProvider(NoCredentialsProvider.create())
                .build();
        subscriber.startAsync().awaitRunning();
        return subscriber;
    }

    @Override
    public void close() {
        topics.close();
        subscriptions.close();
        channel.shutdownNow();
    }
}
