package dev.sluice.local.batch;

import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskStatus;
import java.util.Optional;
import java.util.OptionalInt;

/** The attempts of one job's tasks on its VMs: which begins, where, and what comes of its end. Guarded by the job. */
final class JobAttempts {
    private final LiveJob job;
    private final TaskGroup group;
    private final JobTasks tasks;
    private final JobVms vms;
    private final JobHistory history;
    private final JobWatcher watcher;
    private final Barriers barriers;

    JobAttempts(LiveJob job, JobTasks tasks, JobVms vms, JobHistory history, JobWatcher watcher) {
        this.job = job;
        this.group = job.definition().getTaskGroups(0);
        this.tasks = tasks;
        this.vms = vms;
        this.history = history;
        this.watcher = watcher;
        this.barriers = new Barriers(tasks.all());
        tasks.ended().forEach(barriers::ended);
    }

    /** How many more VMs would let all tasks run that may run at once. */
    int vmsMissing() {
        return vms.missing((int) Math.min(
                group.getParallelism(), tasks.waiting() + tasks.running().size()));
    }

    OptionalInt take() {
        boolean full = tasks.running().size() >= group.getParallelism();
        if (full || tasks.waiting() == 0 || !vms.hasRoom()) {
            return OptionalInt.empty();
        }
        int task = tasks.assign(vms.seat(), history.now());
        watcher.taskIs(job, task, TaskStatus.State.ASSIGNED);
        return OptionalInt.of(task);
    }

    Attempt begin(int task) {
        JobTasks.Running running = tasks.running().get(task);
        move(task, TaskStatus.State.RUNNING);
        return new Attempt(
                job.definition(),
                task,
                tasks.retry(task),
                running.vm().orElseThrow(),
                vms.count(),
                running.stop(),
                barriers);
    }

    /** It was taken and must not begin any more. */
    void drop(int task) {
        tasks.stopped(task);
        move(task, TaskStatus.State.UNEXECUTED);
    }

    /** It ended because its job was stopped. */
    void stopped(int task) {
        Optional<JobTasks.Running> running = tasks.stopped(task);
        fail(task, TaskEnd.stopped());
        leave(running);
    }

    /**
     * It ended.
     *
     * @param own how its processes ended; what befell its VM counts more
     * @param again whether there may be another attempt at all
     */
    void end(int task, TaskEnd own, boolean again) {
        Optional<JobTasks.Running> running = tasks.stopped(task);
        TaskEnd end = running.flatMap(was -> was.stop().decided()).orElse(own);
        if (end.ok()) {
            move(task, TaskStatus.State.SUCCEEDED);
            barriers.ended(task);
        } else {
            fail(task, end);
            againOrNever(task, again && RetryPolicy.again(group.getTaskSpec(), tasks.retry(task), end.exitCode()));
        }
        leave(running);
    }

    private void againOrNever(int task, boolean again) {
        if (again) {
            barriers.leave(task);
            tasks.again(task, history.now());
            watcher.taskIs(job, task, TaskStatus.State.PENDING);
        } else {
            barriers.ended(task);
        }
    }

    /** A VM that no task needs any more is given back. */
    private void leave(Optional<JobTasks.Running> ended) {
        ended.flatMap(JobTasks.Running::vm).ifPresent(vm -> {
            vms.leave(vm);
            if (vms.isIdle(vm) && tasks.waiting() == 0) {
                vms.release(vm);
                watcher.vmsAreFree();
            }
        });
    }

    void strike(Vm vm, TaskEnd end, boolean stays) {
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

    /** All that run are asked to stop. */
    void stop(Optional<TaskEnd> end) {
        tasks.running().values().stream()
                .map(JobTasks.Running::stop)
                .forEach(stop -> end.ifPresentOrElse(stop::request, stop::request));
    }

    void leaveWaiting() {
        for (OptionalInt task = tasks.nextWaiting(); task.isPresent(); task = tasks.nextWaiting()) {
            move(task.getAsInt(), TaskStatus.State.UNEXECUTED);
        }
    }

    void releaseVms() {
        if (vms.count() > 0) {
            vms.releaseAll();
            watcher.vmsAreFree();
        }
    }

    private void move(int task, TaskStatus.State to) {
        tasks.to(task, to, history.now());
        watcher.taskIs(job, task, to);
    }

    private void fail(int task, TaskEnd end) {
        history.taskFailed(tasks.failed(task, end, history.now()));
        watcher.taskIs(job, task, TaskStatus.State.FAILED);
    }
}
