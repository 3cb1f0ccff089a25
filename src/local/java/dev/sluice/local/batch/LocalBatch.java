package dev.sluice.local.batch;

import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.FaultyCalls;
import dev.sluice.local.time.LocalClock;
import dev.sluice.local.wire.WireServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Google Batch, served by gRPC and REST on one port of the loopback; its jobs really run, as processes of this machine. */
public final class LocalBatch implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalBatch.class);

    private final WireServer server;
    private final ExecutorService workers;
    private final JobLife life;
    private final CallCounter counter;
    private final Jobs jobs;
    private final BatchApi api;

    /**
     * What a local Batch needs.
     *
     * @param data the local cloud's folder; jobs, logs and working folders lie in {@code .sluice/batch}, secrets in {@code .sluice/secrets}
     * @param port 0 picks a free one
     * @param clock the time of every event, wait and limit
     * @param faults what goes wrong
     * @param images container image, with or without tag, to the folder where its entrypoint and commands run
     * @param volumes shows Cloud Storage volumes as folders
     * @param notifier publishes notifications
     * @param projectNumber the number by which Batch's sentences and notifications name every project
     * @param delays how long a job waits before it is SCHEDULED and before it is RUNNING
     * @param conduct what else it does as Google's may or may not
     */
    public record Options(
            Path data,
            int port,
            LocalClock clock,
            Faults faults,
            Map<String, Path> images,
            Volumes volumes,
            Notifier notifier,
            String projectNumber,
            Delays delays,
            Conduct conduct) {
        public Options {
            images = Map.copyOf(images);
        }

        /** With {@link Conduct#usual}. */
        public Options(
                Path data,
                int port,
                LocalClock clock,
                Faults faults,
                Map<String, Path> images,
                Volumes volumes,
                Notifier notifier,
                String projectNumber,
                Delays delays) {
            this(data, port, clock, faults, images, volumes, notifier, projectNumber, delays, Conduct.usual());
        }
    }

    /**
     * What a local Batch does as Google's may or may not, and what it has to do it with.
     *
     * @param fleet how many VMs there are
     * @param waits between looks for VMs
     * @param notices which notifications are left out
     */
    public record Conduct(FleetConfig fleet, Waits waits, NoticeHabits notices) {
        public static Conduct usual() {
            return new Conduct(FleetConfig.unlimited(), Waits.usual(), NoticeHabits.usual());
        }

        public Conduct fleet(FleetConfig now) {
            return new Conduct(now, waits, notices);
        }

        public Conduct waits(Waits now) {
            return new Conduct(fleet, now, notices);
        }

        public Conduct notices(NoticeHabits now) {
            return new Conduct(fleet, waits, now);
        }
    }

    /** How long a job without VMs waits before it looks again: twice as long each time, up to a longest wait. */
    public record Waits(Duration first, Duration longest) {
        public static Waits usual() {
            return new Waits(Duration.ofSeconds(1), Duration.ofMinutes(10));
        }
    }

    /**
     * Which notifications are left out. An end is always told, but for CANCELLED where that is not wanted.
     *
     * @param replaced whether a state that has not been told yet when the next one comes is never told, as Google's pages warn
     * @param skipped how likely any other state than an end is never told, 0 to 1; drawn by the faults' seed
     * @param cancelled whether CANCELLED is told; Google documents no such notification
     */
    public record NoticeHabits(boolean replaced, double skipped, boolean cancelled) {
        public static NoticeHabits usual() {
            return new NoticeHabits(true, 0, true);
        }

        /** Every state is told. */
        public static NoticeHabits every() {
            return new NoticeHabits(false, 0, true);
        }
    }

    /** Waits of a job before it is SCHEDULED, and from there to RUNNING. */
    public record Delays(Duration scheduled, Duration running) {
        public static Delays none() {
            return new Delays(Duration.ZERO, Duration.ZERO);
        }
    }

    /** Cloud Storage volumes as folders of this machine. */
    public interface Volumes {
        /**
         * The folder that shows a volume; called once before each attempt of a task.
         *
         * @param remotePath {@code BUCKET/PREFIX/}, as the job has it
         */
        Path mount(String remotePath);

        /** Called after each attempt of a task that had the volume, before the task counts as ended. */
        void changed(String remotePath);
    }

    /** Where notifications go; an exception is logged and loses that notification only, as with Google. */
    public interface Notifier {
        /** @param topic {@code projects/P/topics/T} */
        void publish(String topic, Map<String, String> attributes, byte[] data);
    }

    /** What happens when a task's turn has come. */
    public enum Execution {
        /** Its runnables run as processes. */
        PROCESSES,
        /** Every task succeeds at once, nothing is started and nothing is kept on disk: for measuring what stands before Batch. */
        NOTHING
    }

    private LocalBatch(
            WireServer server, ExecutorService workers, JobLife life, CallCounter counter, Jobs jobs, BatchApi api) {
        this.counter = counter;
        this.jobs = jobs;
        this.api = api;
        this.server = server;
        this.workers = workers;
        this.life = life;
    }

    /** Starts with the jobs found in the data folder; those that had not ended go on. */
    public static LocalBatch start(Options options) throws IOException {
        return start(options, Execution.PROCESSES);
    }

    /** Starts with the jobs found in the data folder; those that had not ended go on. */
    public static LocalBatch start(Options options, Execution execution) throws IOException {
        warnWhenArgumentsCannotPass();
        Places places = new Places(options.data());
        TaskRunner runner =
                switch (execution) {
                    case PROCESSES -> ProcessRunner.of(options, places);
                    case NOTHING -> attempt -> TaskEnd.succeeded();
                };
        JobStore files =
                switch (execution) {
                    case PROCESSES -> JobFiles.in(places.jobs());
                    case NOTHING -> JobStore.forgetful();
                };
        Jobs jobs = new Jobs(options.projectNumber());
        JobLife life = new JobLife(options, jobs, files, places, runner);
        OperationStore kept =
                switch (execution) {
                    case PROCESSES -> OperationFiles.in(places.operations());
                    case NOTHING -> OperationStore.forgetful();
                };
        BatchApi api = new BatchApi(jobs, life, options, new Operations(options, kept));
        ExecutorService workers = Executors.newFixedThreadPool(
                Math.max(8, 2 * Runtime.getRuntime().availableProcessors()));
        CallCounter counter = new CallCounter();
        FaultyCalls faulty = new FaultyCalls(options.faults(), Fault.Service.BATCH, options.clock());
        try {
            life.resume();
            api.resume();
            WireServer server = WireServer.start(
                    options.port(), workers, BatchRoutes.of(api, faulty, counter), BatchRoutes.TYPES, Map.of());
            return new LocalBatch(server, workers, life, counter, jobs, api);
        } catch (IOException | RuntimeException e) {
            life.close();
            workers.shutdownNow();
            throw e;
        }
    }

    /** How many calls have come so far, for benchmarks. */
    public long calls() {
        return counter.calls();
    }

    /** How many VMs there are from now on; those that jobs have are kept, and jobs that wait look again at once. */
    public void fleet(FleetConfig config) {
        life.fleet(config);
    }

    /** The fleet as it was set last. */
    public FleetConfig fleet() {
        return life.fleet().config();
    }

    /** What is there now: jobs by state and each with its counts, VMs and quotas in use, notifications. JSON can have it. */
    public Map<String, Object> state() {
        return BatchState.of(jobs, life.fleet(), life.notices());
    }

    /** Ends and forgets all jobs, their logs and operations; serving goes on, and the fleet stays as it was set. */
    public void reset() {
        life.reset();
        api.operations().reset();
    }

    public int port() {
        return server.port();
    }

    /** Where the secrets of jobs lie below a local cloud's folder. */
    public static Path secrets(Path data) {
        return new Places(data).secrets();
    }

    /** {@code 127.0.0.1:PORT}, plain text, for gRPC; REST is at {@code http://127.0.0.1:PORT}. */
    public String endpoint() {
        return "127.0.0.1:" + port();
    }

    /** Ends running tasks with all their processes. Jobs stay on disk; the next start takes them up again. */
    @Override
    public void close() {
        server.shutdown();
        life.close();
        server.close();
        workers.shutdownNow();
    }

    /** The JVM encodes arguments and file names by the locale it was started in; nothing can change that later. */
    private static void warnWhenArgumentsCannotPass() {
        String encoding = System.getProperty("sun.jnu.encoding", "unknown");
        if (!StandardCharsets.UTF_8.name().equalsIgnoreCase(encoding)) {
            LOG.warnf(
                    "This JVM passes arguments and file names as %s: tasks get every character outside it as '?'."
                            + " Start it with LC_ALL=C.UTF-8.",
                    encoding);
        }
    }
}
