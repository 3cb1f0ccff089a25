package dev.sluice.flow;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import dev.sluice.ClientRef;
import dev.sluice.local.LocalCloud;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads clients' topics as a client would, by Google's client; what was read once is not read again. */
public final class Topics implements AutoCloseable {
    private final LocalCloud cloud;
    private final SubscriptionAdminClient client;

    public Topics(LocalCloud cloud) {
        this.cloud = cloud;
        try {
            this.client = SubscriptionAdminClient.create(SubscriptionAdminSettings.newBuilder()
                    .setTransportChannelProvider(SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()
                            .setEndpoint(cloud.pubsub().endpoint())
                            .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                            .build())
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the client's topic and listens to it from now on. */
    public void listen(ClientRef ref) {
        cloud.pubsub().createTopic(cloud.topic(ref.topic()));
        cloud.pubsub().createPullSubscription(subscription(ref), cloud.topic(ref.topic()));
    }

    /** What arrived since the last look. */
    @SuppressWarnings("deprecation") // returnImmediately is what a look is
    public List<PubsubMessage> look(ClientRef ref) {
        PullRequest request = PullRequest.newBuilder()
                .setSubscription(subscription(ref))
                .setMaxMessages(1000)
                .setReturnImmediately(true)
                .build();
        List<ReceivedMessage> received = client.pullCallable().call(request).getReceivedMessagesList();
        if (!received.isEmpty()) {
            client.acknowledge(
                    subscription(ref),
                    received.stream().map(ReceivedMessage::getAckId).toList());
        }
        List<PubsubMessage> messages = new ArrayList<>();
        received.forEach(each -> messages.add(each.getMessage()));
        return messages;
    }

    private String subscription(ClientRef ref) {
        return cloud.subscription(ref.topic() + "-test");
    }

    @Override
    public void close() {
        client.close();
    }
}
