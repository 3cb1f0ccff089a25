package dev.sluice.proof;

import dev.sluice.GiveUp;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A Batch whose jobs live: each has a fate, and meets it in its own time. */
final class SimBatch implements BatchJobs {
    private static final Duration QUEUED_FOR_EVER = Duration.ofDays(2);
    private static final String RUN_LABEL = "sluice-run";

    /** A job that was ever made. */
    record Born(JobSpec spec, Fate fate) {
        String run() {
            return spec.labels().getOrDefault(RUN_LABEL, "");
        }
    }

    private final Outside outside;
    private final MemoryBatchJobs jobs;
    private final Agenda agenda;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Consumer<JobNotice> announce;
    private final Map<JobName, Born> born = new LinkedHashMap<>();

    SimBatch(
            Outside outside, Agenda agenda, Chance chance, Weather weather, Trace trace, Consumer<JobNotice> announce) {
        this.outside = outside;
        this.jobs = outside.jobs;
        this.agenda = agenda;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.announce = announce;
    }

    /** Every job that was ever made, in that order. */
    List<Born> born() {
        return List.copyOf(born.values());
    }

    boolean anyAlive() {
        return jobs.all().stream().anyMatch(job -> !job.state().hasEnded());
    }

    @Override
    public Creation create(JobSpec job) {
        if (job.environment().getOrDefault("SLUICE_INPUT_NAME", "").startsWith("refused")) {
            throw new GiveUp("create job " + job.name(), new IOException("INVALID_ARGUMENT"));
        }
        Creation creation = jobs.create(job);
        if (creation == Creation.CREATED) {
            // a job that somebody deleted before the service saw it is as if it never was
            if (born.containsKey(job.name()) && born.get(job.name()).fate() != Fate.DELETED) {
                trace.wrong("job " + job.name().id() + " was made a second time");
            }
            isAlone(job);
            Fate fate = chance.of(weather.trouble()) ? chance.oneOf(Fate.values()) : Fate.SUCCEEDS;
            born.put(job.name(), new Born(job, fate));
            trace.note(() -> "batch  job " + job.name().id() + " is there, and " + fate);
            live(job, fate);
        }
        return creation;
    }

    /** Two jobs of a run never do anything at the same time, and not even where one of them is about to end. */
    private void isAlone(JobSpec job) {
        String run = job.labels().get(RUN_LABEL);
        jobs.all().stream()
                .filter(other -> run.equals(other.labels().get(RUN_LABEL)))
                .filter(other ->
                        !other.name().equals(job.name()) && !other.state().hasEnded())
                .forEach(other -> trace.wrong("job " + job.name().id() + " is made while "
                        + other.name().id() + " is " + other.state()));
    }

    private void live(JobSpec job, Fate fate) {
        JobName name = job.name();
        Duration scheduled = chance.seconds(1, 60);
        Duration running = scheduled.plus(chance.seconds(5, 180));
        Duration end = running.plus(chance.seconds(1, 900));
        if (chance.of(0.7)) {
            agenda.in(scheduled, () -> move(name, JobState.SCHEDULED, "Job state is set from QUEUED to SCHEDULED"));
        }
        if (fate == Fate.STUCK) {
            agenda.in(running, () -> move(name, fate.end, fate.reason));
            agenda.in(QUEUED_FOR_EVER, () -> move(name, JobState.FAILED, fate.reason));
            return;
        }
        if (fate != Fate.NO_QUOTA && chance.of(0.9)) {
            agenda.in(running, () -> move(name, JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING"));
        }
        agenda.in(end, () -> meet(job, fate));
    }

    private void meet(JobSpec job, Fate fate) {
        if (fate.leavesOutput() && isFree(job.name())) {
            outside.output(job, "result.txt");
        }
        move(job.name(), fate.end, fate.reason);
        if (fate == Fate.DELETED) {
            agenda.in(chance.seconds(1, 90), () -> {
                trace.note(() -> "batch  job " + job.name().id() + " is no more");
                jobs.remove(job.name());
            });
        }
    }

    private boolean isFree(JobName name) {
        return jobs.find(name)
                .map(job -> switch (job.state()) {
                    case QUEUED, SCHEDULED, RUNNING -> true;
                    case SUCCEEDED, FAILED, CANCELLED, CANCELLATION_IN_PROGRESS, DELETION_IN_PROGRESS, UNKNOWN -> false;
                })
                .orElse(false);
    }

    private void move(JobName name, JobState state, String reason) {
        if (isFree(name)) {
            force(name, state, reason);
        }
    }

    private void force(JobName name, JobState state, String reason) {
        JobNotice notice = jobs.move(name, state, reason, java.util.OptionalInt.empty());
        trace.note(() -> "batch  job " + name.id() + " is " + state);
        if (chance.of(weather.lostNotice())) {
            trace.note(() -> "batch  the notice of that is lost");
        } else {
            announce.accept(notice);
        }
    }

    @Override
    public Optional<JobSnapshot> find(JobName name) {
        return jobs.find(name);
    }

    @Override
    public void cancel(JobName name) {
        boolean free = isFree(name);
        jobs.cancel(name);
        if (free) {
            agenda.in(chance.seconds(1, 120), () -> jobs.find(name)
                    .filter(job -> job.state() == JobState.CANCELLATION_IN_PROGRESS)
                    .ifPresent(job -> force(name, JobState.CANCELLED, Fate.CANCELLED.reason)));
        }
    }

    @Override
    public Stream<JobSnapshot> listOpen(String project, String location, String deployment) {
        return jobs.listOpen(project, location, deployment)
                .sorted(Comparator.comparing(job -> job.name().toString()));
    }
}
