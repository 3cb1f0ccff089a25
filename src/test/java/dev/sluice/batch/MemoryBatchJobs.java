package dev.sluice.batch;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The twin of Batch: jobs that stand where a test put them, and trouble on demand. */
public final class MemoryBatchJobs implements BatchJobs {
    /** What happens to the next createJob calls. */
    public enum Trouble {
        NONE,
        /** Refused before it had an effect, and may be repeated. */
        UNAVAILABLE,
        /** Applied, but the answer is lost. */
        ANSWER_LOST,
        /** Refused for good. */
        INVALID
    }

    private static final int PAGE = 1_000;

    private final Map<JobName, JobSnapshot> jobs = new ConcurrentHashMap<>();
    private final Map<JobName, JobSpec> specs = new ConcurrentHashMap<>();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();
    private final AtomicInteger creations = new AtomicInteger();
    private final AtomicInteger finds = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger cancellations = new AtomicInteger();
    private final InstantSource clock;
    private volatile Set<String> failingLists = Set.of();
    private volatile Trouble trouble = Trouble.NONE;

    public MemoryBatchJobs(InstantSource clock) {
        this.clock = clock;
    }

    public void trouble(Trouble next) {
        trouble = next;
    }

    /** How often createJob was called. */
    public int creations() {
        return creations.get();
    }

    /** How often getJob was called. */
    public int finds() {
        return finds.get();
    }

    /** The specs of all jobs that exist, by id. */
    public List<JobSpec> created() {
        return specs.values().stream()
                .sorted((a, b) -> a.name().id().compareTo(b.name().id()))
                .toList();
    }

    /** The ids of all jobs, in the order in which they were created. */
    public List<String> order() {
        return List.copyOf(order);
    }

    @Override
    public Creation create(JobSpec job) {
        creations.incrementAndGet();
        return switch (trouble) {
            case NONE -> put(job);
            case UNAVAILABLE -> throw new RetryLater("create job " + job.name(), new IOException("UNAVAILABLE"));
            case ANSWER_LOST -> {
                put(job);
                throw new RetryLater("create job " + job.name(), new IOException("DEADLINE_EXCEEDED"));
            }
            case INVALID -> throw new GiveUp("create job " + job.name(), new IOException("INVALID_ARGUMENT"));
        };
    }

    private Creation put(JobSpec job) {
        JobSnapshot queued = new JobSnapshot(
                job.name(),
                job.name().id() + "-uid",
                JobState.QUEUED,
                job.labels(),
                List.of(),
                clock.instant(),
                Duration.ZERO);
        if (jobs.putIfAbsent(job.name(), queued) != null) {
            return Creation.ALREADY_EXISTS;
        }
        specs.put(job.name(), job);
        order.add(job.name().id());
        return Creation.CREATED;
    }

    @Override
    public Optional<JobSnapshot> find(JobName name) {
        finds.incrementAndGet();
        return Optional.ofNullable(jobs.get(name));
    }

    @Override
    public void cancel(JobName name) {
        cancellations.incrementAndGet();
        jobs.computeIfPresent(
                name,
                (same, job) -> job.state().hasEnded()
                        ? job
                        : moved(
                                job,
                                JobState.CANCELLATION_IN_PROGRESS,
                                "Job state is set from " + job.state() + " to CANCELLATION_IN_PROGRESS for job " + name
                                        + ".",
                                OptionalInt.empty()));
    }

    @Override
    public Stream<JobSnapshot> listOpen(String project, String location, String deployment) {
        lists.incrementAndGet();
        if (failingLists.contains(location)) {
            throw new RetryLater("list jobs in " + location, new IOException("UNAVAILABLE"));
        }
        AtomicInteger read = new AtomicInteger();
        return jobs.values().stream()
                .filter(job -> job.name().project().equals(project))
                .filter(job -> job.name().location().equals(location))
                .filter(job -> deployment.equals(job.labels().get(DEPLOYMENT_LABEL)))
                .filter(job -> !job.state().hasEnded())
                .peek(job -> countPage(read.getAndIncrement()));
    }

    private void countPage(int before) {
        if (before > 0 && before % PAGE == 0) {
            lists.incrementAndGet();
        }
    }

    /** From now on these locations do not answer when their jobs are listed. */
    public void failLists(String... locations) {
        failingLists = Set.of(locations);
    }

    /** How often listJobs was called; a page of a thousand jobs is one call. */
    public int lists() {
        return lists.get();
    }

    /** How often cancelJob was called. */
    public int cancellations() {
        return cancellations.get();
    }

    /** A job as it stands. */
    public void put(JobSnapshot job) {
        jobs.put(job.name(), job);
    }

    /** Somebody deletes a job. */
    public void remove(JobName name) {
        jobs.remove(name);
    }

    /** Every job there is. */
    public List<JobSnapshot> all() {
        return List.copyOf(jobs.values());
    }

    /** Somebody else's job. */
    public void putForeign(JobName name) {
        jobs.put(
                name,
                new JobSnapshot(
                        name, "foreign", JobState.RUNNING, Map.of(), List.of(), clock.instant(), Duration.ZERO));
    }

    /** The job is now in a state. */
    public JobNotice move(JobName name, JobState state) {
        return move(name, state, "Job state is set to " + state, OptionalInt.empty());
    }

    /** The job is now in a state, for a reason. */
    public JobNotice move(JobName name, JobState state, String reason, OptionalInt exitCode) {
        JobSnapshot now = jobs.computeIfPresent(name, (same, job) -> moved(job, state, reason, exitCode));
        return new JobNotice(name, Optional.of(now.uid()));
    }

    private JobSnapshot moved(JobSnapshot job, JobState state, String reason, OptionalInt exitCode) {
        List<StatusEvent> events = new ArrayList<>(job.events());
        events.add(new StatusEvent(clock.instant(), reason, exitCode));
        return new JobSnapshot(
                job.name(), job.uid(), state, job.labels(), events, job.created(), Duration.ofSeconds(3));
    }
}
