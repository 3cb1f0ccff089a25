package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskSpec;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.time.LocalClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Runs the runnables of one attempt in their order, by the rules in Google's task.proto. */
@Fidelity(
        what =
                "Runnables in order with `background`, `alwaysRun`, `ignoreExitStatus`; the first failing one's exit code is the task's",
        verified = Verified.DOCUMENTED,
        by = "TaskProcessTest")
@Fidelity(
        what = "`maxRunDuration` of a task and `timeout` of a runnable end it with 50005",
        verified = Verified.DOCUMENTED,
        by = "JobLifeTest",
        simplified = "they pass by the local clock, so moving it forward may end what runs")
final class TaskSteps {
    private final Attempt attempt;
    private final Commands commands;
    private final TaskProcesses processes;
    private final TaskLog log;
    private final LocalClock clock;
    private final CompletableFuture<Void> overTime = new CompletableFuture<>();
    private final List<Process> background = new ArrayList<>();

    TaskSteps(Attempt attempt, Commands commands, TaskProcesses processes, TaskLog log, LocalClock clock) {
        this.attempt = attempt;
        this.commands = commands;
        this.processes = processes;
        this.log = log;
        this.clock = clock;
    }

    /** @return the first failure, or success */
    TaskEnd run() {
        TaskSpec spec = attempt.spec();
        LocalClock.Wait limit = limit(spec.hasMaxRunDuration(), spec.getMaxRunDuration(), overTime);
        try {
            Optional<TaskEnd> failure = steps(spec);
            if (failure.isEmpty() && overTime.isDone()) {
                failure = Optional.of(TaskEnd.overTime());
            }
            background.forEach(processes::end);
            return failure.orElseGet(TaskEnd::succeeded);
        } finally {
            limit.cancel();
        }
    }

    private Optional<TaskEnd> steps(TaskSpec spec) {
        Optional<TaskEnd> failure = Optional.empty();
        for (int i = 0; i < spec.getRunnablesCount(); i++) {
            Runnable runnable = spec.getRunnables(i);
            if (attempt.stop().isRequested() || overTime.isDone()) {
                break;
            }
            if (failure.isEmpty() || runnable.getAlwaysRun()) {
                TaskEnd end = step(runnable, i);
                if (!end.ok()) {
                    failure = failure.or(() -> Optional.of(end));
                }
            }
        }
        return failure;
    }

    private TaskEnd step(Runnable runnable, int index) {
        CompletableFuture<Void> timeout = new CompletableFuture<>();
        LocalClock.Wait limit = limit(runnable.hasTimeout(), runnable.getTimeout(), timeout);
        try {
            return runnable.hasBarrier() ? barrier(index, timeout) : process(runnable, index, timeout);
        } catch (TaskProblem e) {
            log.say(e.getMessage());
            return runnable.getIgnoreExitStatus() ? TaskEnd.succeeded() : e.end();
        } finally {
            limit.cancel();
        }
    }

    private TaskEnd barrier(int index, CompletableFuture<Void> timeout) {
        CompletableFuture<Void> opened = attempt.barriers().arrive(index, attempt.task());
        await(opened, timeout);
        if (opened.isDone()) {
            return TaskEnd.succeeded();
        }
        return attempt.stop().isRequested() ? TaskEnd.stopped() : overTime();
    }

    private TaskEnd process(Runnable runnable, int index, CompletableFuture<Void> timeout) {
        Process process = processes.start(commands.of(runnable, index), log.file());
        if (runnable.getBackground()) {
            background.add(process);
            return TaskEnd.succeeded();
        }
        await(process.onExit(), timeout);
        if (process.isAlive()) {
            processes.end(process);
            return attempt.stop().isRequested() ? TaskEnd.stopped() : overTime();
        }
        processes.keepLeftOf(process);
        return runnable.getIgnoreExitStatus() ? TaskEnd.succeeded() : TaskEnd.exited(process.exitValue());
    }

    private TaskEnd overTime() {
        log.say("the time limit has passed");
        return TaskEnd.overTime();
    }

    /** Until it is done, the attempt is stopped or a limit has passed, whatever comes first. */
    private void await(CompletableFuture<?> done, CompletableFuture<Void> timeout) {
        try {
            CompletableFuture.anyOf(done, attempt.stop().whenRequested(), overTime, timeout)
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            attempt.stop().request();
        }
    }

    private LocalClock.Wait limit(boolean given, com.google.protobuf.Duration limit, CompletableFuture<Void> passed) {
        // Google's zero is no limit
        boolean none = !given || (limit.getSeconds() == 0 && limit.getNanos() == 0);
        return none ? () -> {} : clock.after(Times.duration(limit), () -> passed.complete(null));
    }
}
