package dev.sluice.local;

import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.batch.LocalBatch.Delays;
import dev.sluice.local.batch.LocalBatch.Execution;
import dev.sluice.local.control.ControlServer;
import dev.sluice.local.control.Controls;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.gcs.LocalStorage;
import dev.sluice.local.pubsub.LocalPubSub;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Cloud Storage, Pub/Sub and Batch on one folder, joined as in the cloud: jobs see buckets, and their notices go to topics. */
public final class LocalCloud implements AutoCloseable {
    /** The number of the one project that there is. */
    public static final String PROJECT_NUMBER = "100000000001";

    private static final Logger LOG = Logger.getLogger(LocalCloud.class);

    private final Options options;
    private final LocalStorage storage;
    private final LocalPubSub pubsub;
    private final LocalBatch batch;
    private final ControlServer control;

    /** Where each service and the controls listen on the loopback; 0 picks a free port. */
    public record Ports(int storage, int pubsub, int batch, int control) {
        public static Ports free() {
            return new Ports(0, 0, 0, 0);
        }

        /** Those of {@code sluice up} and {@code sluice cloud}. */
        public static Ports usual() {
            return new Ports(8083, 8085, 8084, 8086);
        }
    }

    /**
     * @param data the folder that holds everything
     * @param project the id of the one project that there is
     * @param clock the time of all three
     * @param faults what goes wrong
     * @param images container image to the folder that stands for it
     * @param delays of a job before it runs
     * @param conduct of Batch: its fleet and habits
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
            LocalBatch.Conduct conduct,
            Execution execution) {
        /** A local cloud that really runs jobs, as a configuration file says. */
        static Options of(Path data, Ports ports, CloudConfig config) {
            LocalClock clock = LocalClock.running();
            Faults faults = new Faults(config.seed(), clock);
            config.faults().forEach(faults::add);
            return new Options(
                    data,
                    "demo",
                    ports,
                    clock,
                    faults,
                    config.images(),
                    config.delays(),
                    config.conduct(),
                    Execution.PROCESSES);
        }

        /** The same with another project. */
        Options in(String otherProject) {
            return new Options(data, otherProject, ports, clock, faults, images, delays, conduct, execution);
        }
    }

    private LocalCloud(
            Options options, LocalStorage storage, LocalPubSub pubsub, LocalBatch batch, ControlServer control) {
        this.options = options;
        this.storage = storage;
        this.pubsub = pubsub;
        this.batch = batch;
        this.control = control;
    }

    /** Starts all three and their controls; they stop together. */
    public static LocalCloud start(Options options) throws IOException {
        Ports ports = options.ports();
        Deque<AutoCloseable> started = new ArrayDeque<>();
        try {
            LocalStorage storage = start("Cloud Storage", ports.storage(), started, () -> startStorage(options));
            LocalPubSub pubsub = start("Pub/Sub", ports.pubsub(), started, () -> startPubSub(options));
            LocalBatch batch = start("Batch", ports.batch(), started, () -> startBatch(options, storage, pubsub));
            ControlServer control = start(
                    "The control server",
                    ports.control(),
                    started,
                    () -> ControlServer.start(ports.control(), controls(options, storage, pubsub, batch)));
            return new LocalCloud(options, storage, pubsub, batch, control);
        } catch (IOException | RuntimeException e) {
            started.forEach(LocalCloud::end);
            throw e;
        }
    }

    private static void end(AutoCloseable service) {
        try {
            service.close();
        } catch (Exception e) {
            LOG.warn("something of a local cloud that could not start does not stop either", e);
        }
    }

    private interface Start<T> {
        T service() throws IOException;
    }

    /** The servers' own words name no service, and some no port. */
    private static <T extends AutoCloseable> T start(
            String name, int port, Deque<AutoCloseable> started, Start<T> start) throws IOException {
        try {
            T service = start.service();
            started.push(service);
            return service;
        } catch (IOException e) {
            Throwable root = e.getCause() == null ? e : e.getCause();
            throw new IOException("%s on port %d: %s".formatted(name, port, root.getMessage()), e);
        }
    }

    private static LocalStorage startStorage(Options options) throws IOException {
        return LocalStorage.start(
                new LocalStorage.Options(options.data(), options.ports().storage(), options.clock(), options.faults()));
    }

    private static LocalPubSub startPubSub(Options options) throws IOException {
        return LocalPubSub.start(
                new LocalPubSub.Options(options.data(), options.ports().pubsub(), options.clock(), options.faults()));
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
                options.delays(),
                options.conduct());
        return LocalBatch.start(batch, options.execution());
    }

    private static Controls.Service service(Supplier<Map<String, Object>> state, Runnable reset) {
        return new Controls.Service() {
            @Override
            public Map<String, Object> state() {
                return state.get();
            }

            @Override
            public void reset() {
                reset.run();
            }
        };
    }

    private static Controls controls(Options options, LocalStorage storage, LocalPubSub pubsub, LocalBatch batch) {
        return new Controls(
                options.clock(),
                options.faults(),
                Map.of(
                        "storage", service(storage::state, storage::reset),
                        "pubsub", service(pubsub::state, pubsub::reset),
                        "batch", service(batch::state, batch::reset)),
                Map.of("fleet", new FleetDial(batch)));
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

    /** Where the secrets of jobs are, a file each. */
    public Path secrets() {
        return LocalBatch.secrets(options.data());
    }

    /** {@code http://127.0.0.1:PORT}, below which {@code /_local/} is. */
    public URI controls() {
        return URI.create("http://127.0.0.1:" + control.port());
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
        control.close();
        batch.close();
        pubsub.close();
        storage.close();
        options.clock().close();
    }
}
