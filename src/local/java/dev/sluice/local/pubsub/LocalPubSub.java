package dev.sluice.local.pubsub;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.FaultyCalls;
import dev.sluice.local.oidc.OidcPages;
import dev.sluice.local.oidc.TokenSigner;
import dev.sluice.local.time.LocalClock;
import dev.sluice.local.wire.WireServer;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A Pub/Sub server on the loopback, for Google's clients by gRPC or REST, and for the local cloud itself. Deadlines, backoff and retention
 * follow the given clock: they stand still while it does.
 */
public final class LocalPubSub implements AutoCloseable {
    /**
     * How to start.
     *
     * @param data the folder that holds everything of the local cloud; Pub/Sub keeps to {@code .sluice/pubsub} in it
     * @param port the port to listen on, or 0 for a free one
     * @param clock the time that publish times and deadlines are taken from
     * @param faults what goes wrong
     */
    public record Options(Path data, int port, LocalClock clock, Faults faults) {}

    private static final Logger LOG = Logger.getLogger(LocalPubSub.class);
    private static final long TICK_MILLIS = 50;

    private final Store store;
    private final Workers workers;
    private final TopicAdmin topics;
    private final SubscriptionAdmin subscriptions;
    private final TokenSigner tokens;
    private final WireServer server;

    private LocalPubSub(Store store, Workers workers, Options options) throws IOException {
        this.store = store;
        this.workers = workers;
        // the machine's time, since programs that know nothing of ours check the tokens
        tokens = TokenSigner.of(options.data(), InstantSource.system());
        Accidents accidents = new Accidents(options.faults());
        Deliveries deliveries = new Deliveries(store, accidents);
        Pushes pushes = new Pushes(deliveries, accidents, tokens, options.clock(), workers.pool());
        topics = new TopicAdmin(store);
        SnapshotAdmin snapshots = new SnapshotAdmin(store);
        subscriptions = new SubscriptionAdmin(store, snapshots, pushes);
        Pulls pulls = new Pulls(deliveries, workers.pool(), workers.timer());
        ServerInterceptor faulty = new FaultyCalls(options.faults(), Fault.Service.PUBSUB, options.clock());
        server = WireServer.start(
                options.port(),
                workers.pool(),
                PubSubRoutes.of(
                        new PubSubRoutes.Desks(topics, subscriptions, snapshots, new Policies(store), pulls), faulty),
                PubSubRoutes.TYPES,
                OidcPages.of(tokens));
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
            return new LocalPubSub(store, workers, options);
        } catch (IOException e) {
            workers.close();
            store.close();
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
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

    /**
     * Signs the tokens of its pushes; the keys to check them with are at {@code /oauth2/v3/certs} on its port. Other services that send
     * such tokens can use it too.
     */
    public TokenSigner tokens() {
        return tokens;
    }

    /** What is there, as maps, lists, texts and numbers: topics, subscriptions with their backlog, snapshots. */
    public Map<String, Object> state() {
        synchronized (store) {
            return StateReport.of(store);
        }
    }

    /** Forgets topics, subscriptions, snapshots and messages, and goes on serving; message ids are still never given twice. */
    public void reset() {
        synchronized (store) {
            store.feeds()
                    .forEach(feed -> feed.end(Refusals.notFound(feed.ref().id()).getStatus()));
            store.clear();
            store.commit();
        }
    }

    /** Ends all streams with UNAVAILABLE, which clients answer by connecting again, and lets go of the folder. */
    @Override
    public void close() {
        server.shutdown();
        synchronized (store) {
            store.feeds().forEach(feed -> feed.end(Status.UNAVAILABLE.withDescription("Pub/Sub is closing.")));
        }
        server.close(2);
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
