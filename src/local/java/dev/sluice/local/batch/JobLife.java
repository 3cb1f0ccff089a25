package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.TaskStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The life of jobs: from QUEUED over their tasks' attempts to an end, across restarts. */
final class JobLife implements JobWatcher, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(JobLife.class);

    private final LocalBatch.Options options;
    private final Jobs jobs;
    private final JobStore files;
    private final Places places;
    private final TaskRunner runner;
    private final Notices notices;
    private final Dispatcher dispatcher = new Dispatcher(this::attempt);
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Threads.named("batch-timer"));
    private volatile boolean closing;

    JobLife(LocalBatch.Options options, Jobs jobs, JobStore files, Places places, TaskRunner runner) {
        this.options = options;
        this.jobs = jobs;
        this.files = files;
        this.places = places;
        this.runner = runner;
        this.notices = new Notices(options.notifier(), options.projectNumber());
    }

    /** Takes a job in, on disk before this returns, and sets it going; a repeated request finds the job it made before. */
    Job create(CreateJobRequest request) {
        LiveJob job = new LiveJob(StoredJob.fresh(request), options.projectNumber(), options.clock(), this);
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
        queue(job);
        return queued;
    }

    Optional<LiveJob> find(JobName name) {
        return jobs.find(name, options.projectNumber());
    }

    /** @return false when the job has ended or is being deleted; then nothing is changed */
    boolean cancel(LiveJob job) {
        boolean cancelled = job.cancel();
        if (cancelled) {
            dispatcher.forget(job);
        }
        return cancelled;
    }

    void delete(LiveJob job) {
        job.delete();
        dispatcher.forget(job);
    }

    /** Takes up the jobs of an earlier life on the same folder. */
    void resume() throws IOException {
        for (StoredJob stored : files.load()) {
            LiveJob job = new LiveJob(stored, options.projectNumber(), options.clock(), this);
            jobs.add(job);
            for (int task : job.running()) {
                runner.sweep(job.uid(), task);
                job.end(task, TaskEnd.vmSilent());
            }
            goOn(job);
        }
    }

    private void goOn(LiveJob job) {
        switch (job.state()) {
            case QUEUED -> queue(job);
            case SCHEDULED -> schedule(job);
            case RUNNING -> {
                job.settle();
                dispatcher.offer(job);
            }
            case CANCELLATION_IN_PROGRESS, DELETION_IN_PROGRESS -> job.settle();
            case SUCCEEDED, FAILED, CANCELLED, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    private void queue(LiveJob job) {
        after(options.delays().scheduled(), () -> {
            if (job.advance(State.QUEUED, State.SCHEDULED)) {
                schedule(job);
            }
        });
    }

    /** It becomes RUNNING with its first task. */
    private void schedule(LiveJob job) {
        after(options.delays().running(), () -> dispatcher.offer(job));
    }

    private void after(Duration wait, Runnable step) {
        try {
            timer.schedule(step, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closing: the next start goes on from here");
        }
    }

    private void attempt(LiveJob job, int task) {
        job.begin(task).ifPresent(attempt -> {
            TaskEnd end = run(attempt);
            // what the end of this emulator cut off is not a task's end: the next start reports it
            if (!closing) {
                job.end(task, end);
            }
        });
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
        } else {
            files.saveSoon(job);
        }
        notices.job(job, state);
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
        notices.task(job, task, state);
    }

    @Override
    public void close() {
        closing = true;
        timer.shutdownNow();
        jobs.all().forEach(LiveJob::stopRunning);
        dispatcher.close();
        notices.close();
        files.close();
    }
}
