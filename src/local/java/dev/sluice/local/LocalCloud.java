package dev.sluice.local;

import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.batch.LocalBatch.Delays;
import dev.sluice.local.batch.LocalBatch.Execution;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.gcs.LocalStorage;
import dev.sluice.local.pubsub.LocalPubSub;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Cloud Storage, Pub/Sub and Batch on one folder, joined as in the cloud: jobs see buckets, and their notices go to topics. */
public final class LocalCloud implements AutoCloseable {
    /** The number of the one project that there is. */
    public static final String PROJECT_NUMBER = "100000000001";

    private final Options options;
    private final LocalStorage storage;
    private final LocalPubSub pubsub;
    private final LocalBatch batch;

    /** Where each service listens on the loopback; 0 picks a free port. */
    public record Ports(int storage, int pubsub, int batch) {
        public static Ports free() {
            return new Ports(0, 0, 0);
        }

        /** Those of {@code sluice up}. */
        public static Ports usual() {
            return new Ports(8083, 8085, 8084);
        }
    }

    /**
     * @param data the folder that holds everything
     * @param project the id of the one project that there is
     * @param clock the time of all three
     * @param faults what goes wrong
     * @param images container image to the folder that stands for it
     * @param delays of a job before it runs
     * @param execution whether tasks really run
     */
    public record Options(
            Path data,
            String project,
            Ports ports,
            LocalClock clock,
            Faults faults,
            Map<String, Path> images,
            Delays delays,
            Execution execution) {
        /** A local cloud that really runs jobs, at once. */
        public static Options of(Path data, Ports ports, LocalClock clock, Map<String, Path> images) {
            return new Options(data, "demo", ports, clock, Faults.none(), images, Delays.none(), Execution.PROCESSES);
        }
    }

    private LocalCloud(Options options, LocalStorage storage, LocalPubSub pubsub, LocalBatch batch) {
        this.options = options;
        this.storage = storage;
        this.pubsub = pubsub;
        this.batch = batch;
    }

    /** Starts all three; they stop together. */
    public static LocalCloud start(Options options) throws IOException {
        Ports ports = options.ports();
        LocalStorage storage = start(
                "Cloud Storage",
                ports.storage(),
                () -> LocalStorage.start(
                        new LocalStorage.Options(options.data(), ports.storage(), options.clock(), options.faults())));
        try {
            LocalPubSub pubsub = start(
                    "Pub/Sub",
                    ports.pubsub(),
                    () -> LocalPubSub.start(new LocalPubSub.Options(
                            options.data(), ports.pubsub(), options.clock(), options.faults())));
            try {
                LocalBatch batch = start("Batch", ports.batch(), () -> startBatch(options, storage, pubsub));
                return new LocalCloud(options, storage, pubsub, batch);
            } catch (IOException | RuntimeException e) {
                pubsub.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    private interface Start<T> {
        T service() throws IOException;
    }

    /** The servers' own words name no service, and some no port. */
    private static <T> T start(String name, int port, Start<T> start) throws IOException {
        try {
            return start.service();
        } catch (IOException e) {
            Throwable root = e.getCause() == null ? e : e.getCause();
            throw new IOException("%s on port %d: %s".formatted(name, port, root.getMessage()), e);
        }
    }

    private static LocalBatch startBatch(Options options, LocalStorage storage, LocalPubSub pubsub) throws IOException {
        LocalBatch.Options batch = new LocalBatch.Options(
                options.data(),
                options.ports().batch(),
                options.clock(),
                options.faults(),
                options.images(),
                new BucketVolumes(storage),
                pubsub::publish,
                PROJECT_NUMBER,
                options.delays());
        return LocalBatch.start(batch, options.execution());
    }

    public LocalStorage storage() {
        return storage;
    }

    public LocalPubSub pubsub() {
        return pubsub;
    }

    public LocalBatch batch() {
        return batch;
    }

    public String project() {
        return options.project();
    }

    /** {@code projects/PROJECT/topics/ID}. */
    public String topic(String id) {
        return "projects/" + project() + "/topics/" + id;
    }

    /** {@code projects/PROJECT/subscriptions/ID}. */
    public String subscription(String id) {
        return "projects/" + project() + "/subscriptions/" + id;
    }

    /** Makes a bucket and sends the events of its objects to the service. */
    public void bucketWithEvents(String bucket, URI service) {
        storage.createBucket(bucket);
        storage.notify(bucket, service.resolve("/events/storage"));
    }

    /** Makes the topic of Batch's notices and sends them to the service. */
    public void notices(String topicId, URI service) {
        pubsub.createTopic(topic(topicId));
        pubsub.createPushSubscription(subscription(topicId), topic(topicId), service.resolve("/events/batch"));
    }

    @Override
    public void close() {
        batch.close();
        pubsub.close();
        storage.close();
    }
}
