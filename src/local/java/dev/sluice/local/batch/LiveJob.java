package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.fault.Faults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The state of one job, and the only moves it and its tasks can make. Its own lock guards it with its tasks, VMs and history; every move
 * tells the watcher. It is longer than most classes here because these move together.
 */
final class LiveJob {
    private final CreateJobRequest created;
    private final JobName name;
    private final TaskGroup group;
    private final Words words;
    private final JobWatcher watcher;
    private final JobFaults faults;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final CompletableFuture<Void> deleted = new CompletableFuture<>();
    private final AtomicBoolean unsaved = new AtomicBoolean();

    private final JobHistory history;
    private final JobTasks tasks;
    private final JobVms vms;
    private final Barriers barriers;
    private State state;
    private volatile long writingMillis;
    private boolean placed;
    private boolean expired;
    private boolean gone;

    LiveJob(StoredJob stored, Surroundings around) {
        Job job = stored.created().getJob();
        this.created = stored.created().toBuilder()
                .setJob(job.toBuilder().clearStatus())
                .build();
        this.name = JobName.parse(job.getName());
        this.group = job.getTaskGroups(0);
        this.words = Words.of(job, around.projectNumber());
        this.watcher = around.watcher();
        this.faults = JobFaults.of(job, around.faults(), around.clock());
        this.history = new JobHistory(job, around.clock());
        this.tasks = new JobTasks(stored.tasks(), words);
        this.vms = new JobVms(VmShape.of(job), around.fleet());
        this.barriers = new Barriers(tasks.all());
        tasks.ended().forEach(barriers::ended);
        this.state = job.getStatus().getState();
        this.placed =
                job.getStatus().getTaskGroupsMap().values().stream().anyMatch(group -> group.getInstancesCount() > 0);
        if (JobStates.ended(state)) {
            over.complete(null);
        }
    }

    /**
     * What every job has around it.
     *
     * @param projectNumber by which Batch's sentences name the project
     */
    record Surroundings(String projectNumber, InstantSource clock, Fleet fleet, Faults faults, JobWatcher watcher) {}

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

    Words words() {
        return words;
    }

    JobFaults faults() {
        return faults;
    }

    /** Whether none of its tasks can end without the others. */
    boolean isTogether() {
        return TaskRules.waitsForOthers(group.getTaskSpec());
    }

    String region() {
        return Zones.region(Zones.of(definition()).get(0));
    }

    VmShape shape() {
        return vms.shape();
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

    synchronized Instant updated() {
        return history.updated();
    }

    synchronized java.time.Duration ran() {
        return history.ranUntilNow();
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

    /** No VM is to be had: from SCHEDULED back to QUEUED, and only the events tell. */
    synchronized boolean fallBack() {
        if (state != State.SCHEDULED) {
            return false;
        }
        history.now();
        history.say("STATUS_CHANGED", words.backFromScheduled());
        set(State.QUEUED, words.backToQueued());
        return true;
    }

    /** Tells something that is no change of state. */
    synchronized void inform(String description) {
        if (isOpen()) {
            history.inform(description);
            watcher.jobSays(this);
        }
    }

    /** How many more VMs it could use now. */
    synchronized int vmsMissing() {
        int atOnce = (int) Math.min(
                group.getParallelism(), tasks.waiting() + tasks.running().size());
        return isOpen() ? vms.missing(atOnce) : 0;
    }

    /** Takes a VM that the fleet gave for it; @return false when it has no use for one any more */
    synchronized boolean add(String zone) {
        boolean open = isOpen();
        if (open) {
            vms.add(zone);
            placed = true;
        }
        return open;
    }

    synchronized boolean hasVms() {
        return vms.count() > 0;
    }

    /** A VM is struck: the attempts on it end like this, and the VM is gone unless it stays. */
    synchronized void strike(Vm vm, TaskEnd end, boolean stays) {
        if (!vms.has(vm)) {
            return;
        }
        tasks.running().values().stream()
                .filter(running -> running.vm().equals(Optional.of(vm)))
                .forEach(running -> running.stop().request(end));
        if (!stays) {
            vms.release(vm);
            watcher.vmsAreFree();
        }
    }

    /** Takes a task that may run now: it is ASSIGNED to a VM, and {@link #begin} must follow. */
    synchronized OptionalInt take() {
        boolean some = isOpen() && tasks.waiting() > 0 && vms.hasRoom();
        if (!some || tasks.running().size() >= group.getParallelism()) {
            return OptionalInt.empty();
        }
        int task = tasks.assign(vms.seat(), history.now());
        watcher.taskIs(this, task, TaskStatus.State.ASSIGNED);
        return OptionalInt.of(task);
    }

    private boolean isOpen() {
        return (state == State.SCHEDULED || state == State.RUNNING) && !expired;
    }

    /** The attempt to run now, or nothing when the job was stopped meanwhile. */
    synchronized Optional<Attempt> begin(int task) {
        JobTasks.Running running = tasks.running().get(task);
        if (!isOpen()) {
            tasks.stopped(task);
            move(task, TaskStatus.State.UNEXECUTED);
            settle();
            return Optional.empty();
        }
        move(task, TaskStatus.State.RUNNING);
        advance(State.SCHEDULED, State.RUNNING);
        return Optional.of(new Attempt(
                definition(),
                task,
                tasks.retry(task),
                running.vm().orElseThrow(),
                vms.count(),
                running.stop(),
                barriers));
    }

    /** An attempt has ended: the task is done, waits for another attempt, or has failed; the job may be over with it. */
    synchronized void end(int task, TaskEnd own) {
        Optional<JobTasks.Running> running = tasks.stopped(task);
        TaskEnd end = running.flatMap(was -> was.stop().decided()).orElse(own);
        if (JobStates.stopping(state)) {
            fail(task, TaskEnd.stopped());
        } else if (end.ok()) {
            move(task, TaskStatus.State.SUCCEEDED);
            barriers.ended(task);
        } else {
            fail(task, end);
            againOrNever(task, end);
        }
        running.flatMap(JobTasks.Running::vm).ifPresent(this::leave);
        settle();
    }

    private void againOrNever(int task, TaskEnd end) {
        if (!expired && RetryPolicy.again(group.getTaskSpec(), tasks.retry(task), end.exitCode())) {
            barriers.leave(task);
            tasks.again(task, history.now());
            watcher.taskIs(this, task, TaskStatus.State.PENDING);
        } else {
            barriers.ended(task);
        }
    }

    /** A VM that no task needs any more is given back. */
    private void leave(Vm vm) {
        vms.leave(vm);
        if (vms.isIdle(vm) && tasks.waiting() == 0) {
            vms.release(vm);
            watcher.vmsAreFree();
        }
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
        tasks.running().values().forEach(running -> running.stop().request());
    }

    /** It has been QUEUED, or RUNNING, for as long as Batch allows. */
    synchronized void expire() {
        if (state == State.QUEUED) {
            leaveUnexecuted();
            finish(State.FAILED, words.queuedTooLong());
        } else if (state == State.RUNNING && !expired) {
            expired = true;
            leaveUnexecuted();
            tasks.running().values().forEach(running -> running.stop().request(TaskEnd.overTime()));
            settle();
        }
    }

    private void leaveUnexecuted() {
        for (OptionalInt task = tasks.nextWaiting(); task.isPresent(); task = tasks.nextWaiting()) {
            move(task.getAsInt(), TaskStatus.State.UNEXECUTED);
        }
    }

    /** The tasks that run; right after a restart, those that ran when the emulator ended. */
    synchronized List<Integer> running() {
        return List.copyOf(tasks.running().keySet());
    }

    /** Ends the job if nothing is left to do. */
    synchronized void settle() {
        if (!tasks.running().isEmpty()) {
            return;
        }
        if (JobStates.stopping(state)) {
            settleStopped();
        } else if (tasks.waiting() == 0 && !JobStates.ended(state)) {
            OptionalInt failed = tasks.firstFailed();
            if (failed.isPresent()) {
                int task = failed.getAsInt();
                finish(State.FAILED, words.jobFailed(state, task, tasks.failure(task)));
            } else if (expired) {
                finish(State.FAILED, words.ranTooLong());
            } else {
                finish(State.SUCCEEDED, words.job(state, State.SUCCEEDED));
            }
        }
    }

    private void settleStopped() {
        leaveUnexecuted();
        if (state == State.DELETION_IN_PROGRESS) {
            releaseVms();
            vanish();
            over.complete(null);
        } else {
            finish(State.CANCELLED, words.job(state, State.CANCELLED));
        }
    }

    private void finish(State end, String description) {
        releaseVms();
        set(end, description);
        over.complete(null);
    }

    private void releaseVms() {
        if (vms.count() > 0) {
            vms.releaseAll();
            watcher.vmsAreFree();
        }
    }

    private void vanish() {
        if (!gone) {
            gone = true;
            watcher.jobIsGone(this);
            deleted.complete(null);
        }
    }

    private void set(State to, String description) {
        history.changed(to, description);
        state = to;
        watcher.jobIs(this, to);
    }

    private void move(int task, TaskStatus.State to) {
        tasks.to(task, to, history.now());
        watcher.taskIs(this, task, to);
    }

    private void fail(int task, TaskEnd end) {
        history.taskFailed(tasks.failed(task, end, history.now()));
        watcher.taskIs(this, task, TaskStatus.State.FAILED);
    }

    /** The job as getJob shows it. */
    synchronized Job view() {
        JobStatus.Builder status = JobStatus.newBuilder()
                .setState(state)
                .addAllStatusEvents(history.events())
                .setRunDuration(Times.duration(history.ranUntilNow()));
        if (state != State.QUEUED) {
            JobStatus.TaskGroupStatus.Builder tally =
                    JobStatus.TaskGroupStatus.newBuilder().putAllCounts(tasks.counts());
            if (placed) {
                tally.addInstances(vms.shape().status());
            }
            status.putTaskGroups("group0", tally.build());
        }
        return definition().toBuilder()
                .setUpdateTime(history.updateTime())
                .setStatus(status)
                .build();
    }

    synchronized BatchState.Summary summary() {
        return new BatchState.Summary(name.toString(), uid(), state.name(), tasks.counts(), vms.count());
    }

    synchronized List<Task> viewTasks() {
        return tasks.view(groupName());
    }

    synchronized Optional<Task> viewTask(int task) {
        return tasks.view(groupName(), task);
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

    void tookToWrite(long millis) {
        writingMillis = millis;
    }

    /** How long it took to write it last. */
    long lastWritingMillis() {
        return writingMillis;
    }
}
