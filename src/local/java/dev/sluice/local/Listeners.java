package dev.sluice.local;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import dev.sluice.ClientRef;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Listens to clients' topics as the clients would, by Google's subscriber. */
final class Listeners implements AutoCloseable {
    private final ManagedChannel channel;
    private final List<Subscriber> subscribers;

    private Listeners(ManagedChannel channel, List<Subscriber> subscribers) {
        this.channel = channel;
        this.subscribers = subscribers;
    }

    static Listeners start(LocalCloud cloud, List<ClientRef> clients, BiConsumer<ClientRef, HeardMessage> heard) {
        ManagedChannel channel = ManagedChannelBuilder.forTarget(cloud.pubsub().endpoint())
                .usePlaintext()
                .build();
        List<Subscriber> subscribers = new ArrayList<>();
        for (ClientRef client : clients) {
            MessageReceiver receiver = (message, reply) -> {
                heard.accept(client, HeardMessage.of(message));
                reply.ack();
            };
            Subscriber subscriber = Subscriber.newBuilder(cloud.subscription(Furniture.listener(client)), receiver)
                    .setChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setParallelPullCount(1)
                    .build();
            subscriber.startAsync().awaitRunning();
            subscribers.add(subscriber);
        }
        return new Listeners(channel, subscribers);
    }

    @Override
    public void close() {
        subscribers.forEach(Subscriber::stopAsync);
        subscribers.forEach(Subscriber::awaitTerminated);
        channel.shutdownNow();
    }
}
