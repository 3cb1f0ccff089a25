package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The life of jobs: from QUEUED over their tasks' attempts to an end, across restarts. */
@Fidelity(
        what =
                "Jobs go QUEUED, SCHEDULED, RUNNING and to an end, with delays by the local clock; tasks really run, as processes",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"JobLifeTest", "ManyTasksTest"},
        simplified =
                "as many tasks run at once as the machine bears, 8 at least, whatever the job's parallelism allows")
@Fidelity(
        what =
                "After a restart tasks that ran have failed with 50002 and are retried where they may be; what they left running is ended",
        verified = Verified.OURS,
        by = "RestartTest")
final class JobLife implements JobWatcher, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobLife.class);
    private static final int LONGEST_RESET_SECONDS = 30;

    private final LocalBatch.Options options;
    private final Jobs jobs;
    private final JobStore files;
    private final Places places;
    private final TaskRunner runner;
    private final Notices notices;
    private final Fleet fleet;
    private final Patience patience;
    private final Starting starting;
    private final Ages ages;
    private final Dispatcher dispatcher = new Dispatcher(this::attempt);
    private final LiveJob.Surroundings around;
    private volatile boolean closing;
    private volatile boolean resetting;

    JobLife(LocalBatch.Options options, Jobs jobs, JobStore files, Places places, TaskRunner runner) {
        this.options = options;
        this.jobs = jobs;
        this.files = files;
        this.places = places;
        this.runner = runner;
        this.notices = new Notices(options);
        this.fleet = new Fleet(options.conduct().fleet());
        this.patience = new Patience(options.clock(), options.conduct().waits());
        this.starting = new Starting(options, new Placement(fleet), patience, dispatcher);
        this.ages = new Ages(options.clock(), jobs);
        this.around = new LiveJob.Surroundings(options.projectNumber(), options.clock(), fleet, options.faults(), this);
    }

    /** Takes a job in, on disk before this returns, and sets it going; a repeated request finds the job it made before. */
    Job create(CreateJobRequest request) {
        LiveJob job = new LiveJob(StoredJob.fresh(request), around);
        Optional<LiveJob> before = jobs.add(job);
        if (before.isPresent()) {
            return before.get().view();
        }
        try {
            files.save(job);
        } catch (RuntimeException e) {
            jobs.remove(job);
            throw e;
        }
        // the answer shows the job before it moves on: Google's is always QUEUED
        Job queued = job.view();
        job.announce();
        starting.queue(job);
        return queued;
    }

    Optional<LiveJob> find(JobName name) {
        return jobs.find(name, options.projectNumber());
    }

    /** @return false when the job has ended or is being deleted; then nothing is changed */
    boolean cancel(LiveJob job) {
        boolean cancelled = job.cancel();
        if (cancelled) {
            leaveAlone(job);
        }
        return cancelled;
    }

    void delete(LiveJob job) {
        job.delete();
        leaveAlone(job);
    }

    private void leaveAlone(LiveJob job) {
        dispatcher.forget(job);
        patience.forget(job);
    }

    Fleet fleet() {
        return fleet;
    }

    /** Other room and quotas from now on; jobs that wait look at once, VMs that exist are kept. */
    void fleet(FleetConfig config) {
        fleet.set(config);
        patience.wake();
    }

    Notices notices() {
        return notices;
    }

    /** Takes up the jobs of an earlier life on the same folder. */
    void resume() throws IOException {
        for (StoredJob stored : files.load()) {
            LiveJob job = new LiveJob(stored, around);
            jobs.add(job);
            if (!JobStates.ended(job.state())) {
                runner.sweep(job.uid());
            }
            job.running().forEach(task -> job.end(task, TaskEnd.vmSilent()));
            goOn(job);
        }
        ages.start();
    }

    private void goOn(LiveJob job) {
        switch (job.state()) {
            case QUEUED -> starting.queue(job);
            case SCHEDULED -> starting.place(job);
            case RUNNING -> {
                job.settle();
                starting.place(job);
            }
            case CANCELLATION_IN_PROGRESS, DELETION_IN_PROGRESS -> job.settle();
            case SUCCEEDED, FAILED, CANCELLED, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private void attempt(LiveJob job, int task) {
        job.begin(task).ifPresent(attempt -> {
            List<LocalClock.Wait> accidents = accidents(job, attempt);
            TaskEnd end = run(attempt);
            accidents.forEach(LocalClock.Wait::cancel);
            // what the end of this emulator cut off is not a task's end: the next start reports it
            if (!closing) {
                job.end(task, end);
                starting.replace(job);
            }
        });
    }

    /** One without a delay strikes before anything of the attempt runs. */
    private List<LocalClock.Wait> accidents(LiveJob job, Attempt attempt) {
        List<LocalClock.Wait> waits = new ArrayList<>();
        for (Fault fault : job.faults().ofAttempt(attempt.task(), job.shape().spot())) {
            Accident accident = Accident.of(fault);
            Runnable strike = () -> job.strike(attempt.vm(), accident.end(), accident.stays());
            if (fault.delayed().isZero()) {
                strike.run();
            } else {
                waits.add(options.clock().after(fault.delayed(), strike));
            }
        }
        return waits;
    }

    private TaskEnd run(Attempt attempt) {
        try {
            return runner.run(attempt);
        } catch (TaskProblem e) {
            return e.end();
        } catch (RuntimeException e) {
            return TaskEnd.failed(TaskEnd.UNKNOWN, "the local Batch failed: " + e);
        }
    }

    @Override
    public void jobIs(LiveJob job, State state) {
        if (JobStates.ended(state)) {
            // on disk before anyone hears of it: an end that was announced is never taken back
            save(job);
            clear(job);
            patience.forget(job);
        } else {
            files.saveSoon(job);
        }
        if (!resetting) {
            notices.job(job, state);
        }
    }

    private void save(LiveJob job) {
        try {
            files.save(job);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "%s ends, but would begin again in a restart", job.name());
        }
    }

    @Override
    public void jobIsGone(LiveJob job) {
        jobs.remove(job);
        try {
            files.delete(job);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "%s is deleted, but would be there again after a restart", job.name());
        }
        clear(job);
    }

    private void clear(LiveJob job) {
        try {
            Folders.delete(places.work(job.uid()));
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "%s left something behind", job.name());
        }
    }

    @Override
    public void taskIs(LiveJob job, int task, TaskStatus.State state) {
        files.saveSoon(job);
        if (!resetting) {
            notices.task(job, task, state);
        }
    }

    @Override
    public void jobSays(LiveJob job) {
        files.saveSoon(job);
    }

    @Override
    public void vmsAreFree() {
        // who waits although there is room for all waits for a fault to pass, and nothing that became free helps
        if (!fleet.config().isUnlimited()) {
            patience.wake();
        }
    }

    /** Ends and forgets all jobs, with their logs. Waits until nothing of them runs, for half a minute at most. */
    void reset() {
        resetting = true;
        try {
            List<LiveJob> all = jobs.all().toList();
            all.forEach(this::delete);
            CompletableFuture.allOf(all.stream().map(LiveJob::deleted).toArray(CompletableFuture[]::new))
                    .get(LONGEST_RESET_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("something of a job still runs after a reset", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            resetting = false;
        }
        notices.forget();
        Folders.delete(places.logs());
    }

    @Override
    public void close() {
        closing = true;
        starting.close();
        ages.close();
        jobs.all().forEach(LiveJob::stopRunning);
        dispatcher.close();
        notices.close();
        files.close();
    }
}
