package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskStatus;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state of one job and its tasks, and the only moves it can make. Its own lock guards it; every move tells the watcher.
 * It is longer than most classes here because a job's state and its tasks' move together.
 */
final class LiveJob {
    /** How many failures of tasks a job shows among its own events; each task has all of its own. */
    private static final int SHOWN_FAILURES = 100;

    private final CreateJobRequest created;
    private final JobName name;
    private final TaskGroup group;
    private final Words words;
    private final InstantSource clock;
    private final JobWatcher watcher;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final AtomicBoolean unsaved = new AtomicBoolean();

    private final List<StatusEvent> events;
    private final LiveTask[] tasks;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, Stop> running = new HashMap<>();
    private State state;
    private Timestamp updated;
    private Optional<Instant> runningSince = Optional.empty();
    private Duration ran;
    private int shownFailures;
    private boolean gone;

    LiveJob(StoredJob stored, String projectNumber, InstantSource clock, JobWatcher watcher) {
        Job job = stored.created().getJob();
        this.created = stored.created().toBuilder()
                .setJob(job.toBuilder().clearStatus())
                .build();
        this.name = JobName.parse(job.getName());
        this.group = job.getTaskGroups(0);
        this.words = Words.of(job, projectNumber);
        this.clock = clock;
        this.watcher = watcher;
        this.state = job.getStatus().getState();
        this.events = new ArrayList<>(job.getStatus().getStatusEventsList());
        this.shownFailures =
                (int) events.stream().filter(StatusEvent::hasTaskExecution).count();
        this.updated = job.getUpdateTime();
        this.ran = Times.duration(job.getStatus().getRunDuration());
        this.tasks = new LiveTask[stored.tasks().size()];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new LiveTask(i, words, stored.tasks().get(i).getStatus());
            switch (tasks[i].state()) {
                case PENDING -> waiting.add(i);
                case ASSIGNED, RUNNING -> running.put(i, new Stop());
                case FAILED, SUCCEEDED, UNEXECUTED, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
        if (state == State.RUNNING) {
            // the time between two emulators is not counted
            runningSince = Optional.of(clock.instant().minus(ran));
        }
        if (JobStates.ended(state)) {
            over.complete(null);
        }
    }

    JobName name() {
        return name;
    }

    String uid() {
        return definition().getUid();
    }

    String requestId() {
        return created.getRequestId();
    }

    /** The job as it was asked for, with defaults, name, uid and createTime; without its status. */
    Job definition() {
        return created.getJob();
    }

    String groupName() {
        return group.getName();
    }

    /** Completes when the job has been deleted. */
    CompletableFuture<Void> deleted() {
        return deleted;
    }

    /** Completes when the job has ended or, if it is being deleted, when nothing of it runs any more. */
    CompletableFuture<Void> over() {
        return over;
    }

    synchronized State state() {
        return state;
    }

    /** From one state to the next, if it is still in the first. */
    synchronized boolean advance(State from, State to) {
        if (state != from) {
            return false;
        }
        set(to, words.job(from, to));
        return true;
    }

    /** Says what a new job's first state is. */
    synchronized void announce() {
        watcher.jobIs(this, state);
    }

    /** Takes a task that may run now: it is ASSIGNED, and {@link #begin} must follow. */
    synchronized OptionalInt take() {
        boolean open = state == State.SCHEDULED || state == State.RUNNING;
        if (!open || waiting.isEmpty() || running.size() >= group.getParallelism()) {
            return OptionalInt.empty();
        }
        int task = waiting.remove();
        running.put(task, new Stop());
        move(task, TaskStatus.State.ASSIGNED);
        return OptionalInt.of(task);
    }

    /** The attempt to run now, or nothing when the job was stopped meanwhile. */
    synchronized Optional<Attempt> begin(int task) {
        if (JobStates.stopping(state)) {
            running.remove(task);
            move(task, TaskStatus.State.UNEXECUTED);
            settle();
            return Optional.empty();
        }
        move(task, TaskStatus.State.RUNNING);
        advance(State.SCHEDULED, State.RUNNING);
        return Optional.of(new Attempt(definition(), task, tasks[task].retry(), running.get(task)));
    }

    /** An attempt has ended: the task is done, waits for another attempt, or has failed; the job may be over with it. */
    synchronized void end(int task, TaskEnd end) {
        running.remove(task);
        if (JobStates.stopping(state)) {
            fail(task, TaskEnd.stopped());
        } else if (end.ok()) {
            move(task, TaskStatus.State.SUCCEEDED);
        } else {
            fail(task, end);
            if (RetryPolicy.again(group.getTaskSpec(), tasks[task].retry(), end.exitCode())) {
                move(task, TaskStatus.State.PENDING);
                waiting.addFirst(task);
            }
        }
        settle();
    }

    /**
     * Cancels: no task begins any more, and those that run are asked to stop.
     *
     * @return false when the job has ended or is being deleted; then nothing is changed
     */
    synchronized boolean cancel() {
        if (JobStates.ended(state) || state == State.DELETION_IN_PROGRESS) {
            return false;
        }
        stop(State.CANCELLATION_IN_PROGRESS);
        return true;
    }

    /** Deletes: an ended job at once, any other when what runs of it has stopped; {@link #deleted} tells. */
    synchronized void delete() {
        if (JobStates.ended(state)) {
            vanish();
        } else {
            stop(State.DELETION_IN_PROGRESS);
        }
    }

    private void stop(State stopping) {
        if (state != stopping) {
            set(stopping, words.job(state, stopping));
            stopRunning();
            settle();
        }
    }

    synchronized void stopRunning() {
        running.values().forEach(Stop::request);
    }

    /** The tasks that run; right after a restart, those that ran when the emulator ended. */
    synchronized List<Integer> running() {
        return List.copyOf(running.keySet());
    }

    /** Ends the job if nothing is left to do. */
    synchronized void settle() {
        if (!running.isEmpty()) {
            return;
        }
        if (JobStates.stopping(state)) {
            settleStopped();
        } else if (waiting.isEmpty() && !JobStates.ended(state)) {
            OptionalInt failed = firstFailed();
            if (failed.isPresent()) {
                int task = failed.getAsInt();
                set(
                        State.FAILED,
                        words.jobFailed(state, task, tasks[task].failure().orElse("")));
            } else {
                set(State.SUCCEEDED, words.job(state, State.SUCCEEDED));
            }
            over.complete(null);
        }
    }

    private void settleStopped() {
        while (!waiting.isEmpty()) {
            move(waiting.remove(), TaskStatus.State.UNEXECUTED);
        }
        if (state == State.DELETION_IN_PROGRESS) {
            vanish();
        } else {
            set(State.CANCELLED, words.job(state, State.CANCELLED));
        }
        over.complete(null);
    }

    private void vanish() {
        if (!gone) {
            gone = true;
            watcher.jobIsGone(this);
            deleted.complete(null);
        }
    }

    private OptionalInt firstFailed() {
        for (int i = 0; i < tasks.length; i++) {
            if (tasks[i].state() == TaskStatus.State.FAILED) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private void set(State to, String description) {
        Instant now = clock.instant();
        updated = Times.timestamp(now);
        events.add(StatusEvent.newBuilder()
                .setType("STATUS_CHANGED")
                .setDescription(description)
                .setEventTime(updated)
                .build());
        ran = ranUntil(now);
        runningSince = to == State.RUNNING ? Optional.of(now) : Optional.empty();
        state = to;
        watcher.jobIs(this, to);
    }

    private void move(int task, TaskStatus.State to) {
        updated = Times.timestamp(clock.instant());
        tasks[task].to(to, updated);
        watcher.taskIs(this, task, to);
    }

    private void fail(int task, TaskEnd end) {
        updated = Times.timestamp(clock.instant());
        StatusEvent event = tasks[task].failed(end, updated);
        if (shownFailures++ < SHOWN_FAILURES) {
            events.add(event);
        }
        watcher.taskIs(this, task, TaskStatus.State.FAILED);
    }

    private Duration ranUntil(Instant now) {
        return runningSince.map(since -> Duration.between(since, now)).orElse(ran);
    }

    /** The job as getJob shows it. */
    synchronized Job view() {
        JobStatus.TaskGroupStatus.Builder tally = JobStatus.TaskGroupStatus.newBuilder();
        if (state != State.QUEUED) {
            for (LiveTask task : tasks) {
                tally.putCounts(
                        task.state().name(),
                        tally.getCountsOrDefault(task.state().name(), 0) + 1);
            }
            tally.addInstances(Instances.of(definition()));
        }
        JobStatus.Builder status = JobStatus.newBuilder()
                .setState(state)
                .addAllStatusEvents(events)
                .setRunDuration(Times.duration(ranUntil(clock.instant())));
        if (state != State.QUEUED) {
            status.putTaskGroups("group0", tally.build());
        }
        return definition().toBuilder().setUpdateTime(updated).setStatus(status).build();
    }

    synchronized List<Task> viewTasks() {
        return Arrays.stream(tasks).map(task -> task.view(groupName())).toList();
    }

    synchronized Optional<Task> viewTask(int task) {
        return task < 0 || task >= tasks.length ? Optional.empty() : Optional.of(tasks[task].view(groupName()));
    }

    synchronized StoredJob stored() {
        return new StoredJob(created.toBuilder().setJob(view()).build(), viewTasks());
    }

    /** Deleted: must not be written any more. */
    synchronized boolean isGone() {
        return gone;
    }

    /** @return whether it was saved until now */
    boolean markUnsaved() {
        return unsaved.compareAndSet(false, true);
    }

    boolean isUnsaved() {
        return unsaved.get();
    }

    void markSaved() {
        unsaved.set(false);
    }
}
