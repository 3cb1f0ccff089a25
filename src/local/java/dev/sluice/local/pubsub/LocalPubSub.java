package dev.sluice.local.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A Pub/Sub server on the loopback, for Google's clients over gRPC and for the local cloud itself. Deadlines, backoff and retention
 * follow the given clock: they stand still while it does.
 */
public final class LocalPubSub implements AutoCloseable {
    /**
     * How to start.
     *
     * @param data the folder that holds everything of the local cloud; Pub/Sub keeps to {@code .sluice/pubsub} in it
     * @param port the port to listen on, or 0 for a free one
     * @param clock the time that publish times and deadlines are taken from
     */
    public record Options(Path data, int port, InstantSource clock) {}

    private static final Logger LOG = Logger.getLogger(LocalPubSub.class);
    private static final int INBOUND_BYTES = 64 << 20;
    private static final long TICK_MILLIS = 50;

    private final Store store;
    private final Workers workers;
    private final TopicAdmin topics;
    private final SubscriptionAdmin subscriptions;
    private final Server server;

    private LocalPubSub(Store store, Workers workers, int port) throws IOException {
        this.store = store;
        this.workers = workers;
        Deliveries deliveries = new Deliveries(store);
        Pushes pushes = new Pushes(deliveries, workers.pool());
        topics = new TopicAdmin(store);
        subscriptions = new SubscriptionAdmin(store, pushes);
        Pulls pulls = new Pulls(deliveries, workers.pool(), workers.timer());
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                .addServices(PubSubRoutes.of(topics, subscriptions, pulls))
                .maxInboundMessageSize(INBOUND_BYTES)
                // Google's clients ping more often than gRPC servers allow by default
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .build()
                .start();
        synchronized (store) {
            store.feeds().forEach(pushes::follow);
        }
        workers.repeat(deliveries::tick, TICK_MILLIS);
        LOG.debugf("Pub/Sub at %s", endpoint());
    }

    /**
     * Starts serving what the folder holds from before, or nothing when it is new.
     *
     * @throws IOException when the port is taken, or the folder cannot be used or is used by another local Pub/Sub
     */
    public static LocalPubSub start(Options options) throws IOException {
        Store store = Store.open(options.data().resolve(".sluice").resolve("pubsub"), options.clock());
        Workers workers = Workers.start();
        try {
            return new LocalPubSub(store, workers, options.port());
        } catch (IOException e) {
            workers.close();
            store.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** {@code 127.0.0.1:PORT}, as {@code PUBSUB_EMULATOR_HOST} and the clients' endpoint settings want it. */
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /**
     * Makes sure of a topic.
     *
     * @param topic {@code projects/P/topics/T}
     * @throws StatusRuntimeException INVALID_ARGUMENT for another form of name
     */
    public void createTopic(String topic) {
        unlessThere(() -> topics.create(Topic.newBuilder().setName(topic).build()));
    }

    /**
     * Makes sure of a pull subscription; one that pushes is turned into one.
     *
     * @param subscription {@code projects/P/subscriptions/S}
     * @throws StatusRuntimeException NOT_FOUND without the topic, ALREADY_EXISTS when it belongs to another topic
     */
    public void createPullSubscription(String subscription, String topic) {
        createSubscription(subscription, topic, PushConfig.getDefaultInstance());
    }

    /**
     * Makes sure of a push subscription with the default (wrapped) body; the address is the given one afterwards.
     *
     * @param subscription {@code projects/P/subscriptions/S}
     * @param address an http or https URL
     * @throws StatusRuntimeException NOT_FOUND without the topic, ALREADY_EXISTS when it belongs to another topic
     */
    public void createPushSubscription(String subscription, String topic, URI address) {
        createSubscription(
                subscription,
                topic,
                PushConfig.newBuilder().setPushEndpoint(address.toString()).build());
    }

    /**
     * Publishes one message; it is kept when this returns.
     *
     * @return the message's id, digits only, never given twice
     * @throws StatusRuntimeException NOT_FOUND without the topic, INVALID_ARGUMENT beyond Google's limits
     */
    public String publish(String topic, Map<String, String> attributes, byte[] data) {
        PubsubMessage message = PubsubMessage.newBuilder()
                .putAllAttributes(attributes)
                .setData(ByteString.copyFrom(data))
                .build();
        return topics.publish(PublishRequest.newBuilder()
                        .setTopic(topic)
                        .addMessages(message)
                        .build())
                .getMessageIds(0);
    }

    /** Ends all streams with UNAVAILABLE, which clients answer by connecting again, and lets go of the folder. */
    @Override
    public void close() {
        server.shutdown();
        synchronized (store) {
            store.feeds().forEach(feed -> feed.end(Status.UNAVAILABLE.withDescription("Pub/Sub is closing.")));
        }
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        workers.close();
        synchronized (store) {
            try {
                store.close();
            } catch (IOException e) {
                throw new UncheckedIOException("The Pub/Sub journal could not be closed", e);
            }
        }
    }

    private void createSubscription(String name, String topic, PushConfig push) {
        Subscription wanted = Subscription.newBuilder()
                .setName(name)
                .setTopic(topic)
                .setPushConfig(push)
                .build();
        if (unlessThere(() -> subscriptions.create(wanted))) {
            return;
        }
        Subscription there = subscriptions.get(name);
        if (there.getTopic().equals(TopicRef.DELETED)) {
            subscriptions.delete(name);
            subscriptions.create(wanted);
        } else if (!there.getTopic().equals(topic)) {
            throw Status.ALREADY_EXISTS
                    .withDescription("The subscription " + name + " belongs to " + there.getTopic() + ", not to "
                            + topic + "; delete it first, or use another name.")
                    .asRuntimeException();
        } else if (!there.getPushConfig().equals(push)) {
            subscriptions.modifyPushConfig(name, push);
        }
    }

    /** False when it was there already. */
    private static boolean unlessThere(Runnable creation) {
        try {
            creation.run();
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw e;
            }
            return false;
        }
    }
}
