package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs the runnables of one attempt in their order, by the rules in Google's task.proto. */
final class TaskSteps {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Attempt attempt;
    private final Commands commands;
    private final TaskProcesses processes;
    private final TaskLog log;
    private final long mostNanos;
    private final long begun = System.nanoTime();
    private final List<Process> background = new ArrayList<>();

    TaskSteps(Attempt attempt, Commands commands, TaskProcesses processes, TaskLog log) {
        this.attempt = attempt;
        this.commands = commands;
        this.processes = processes;
        this.log = log;
        TaskSpec spec = attempt.spec();
        this.mostNanos = limit(spec.hasMaxRunDuration(), spec.getMaxRunDuration());
    }

    /** @return the first failure, or success */
    TaskEnd run() {
        Optional<TaskEnd> failure = Optional.empty();
        for (int i = 0; i < attempt.spec().getRunnablesCount(); i++) {
            Runnable runnable = attempt.spec().getRunnables(i);
            if (attempt.stop().isRequested() || left() <= 0) {
                break;
            }
            if (failure.isPresent() && !runnable.getAlwaysRun()) {
                continue;
            }
            TaskEnd end = step(runnable, i);
            if (!end.ok()) {
                failure = failure.or(() -> Optional.of(end));
            }
        }
        if (failure.isEmpty() && left() <= 0) {
            failure = Optional.of(TaskEnd.overTime());
        }
        background.forEach(processes::end);
        return failure.orElseGet(TaskEnd::succeeded);
    }

    private TaskEnd step(Runnable runnable, int index) {
        // the only task of its group has nobody to wait for
        if (runnable.hasBarrier()) {
            return TaskEnd.succeeded();
        }
        try {
            Process process = processes.start(commands.of(runnable, index), log.file());
            if (runnable.getBackground()) {
                background.add(process);
                return TaskEnd.succeeded();
            }
            return await(process, runnable);
        } catch (TaskProblem e) {
            log.say(e.getMessage());
            return runnable.getIgnoreExitStatus() ? TaskEnd.succeeded() : e.end();
        }
    }

    private TaskEnd await(Process process, Runnable runnable) {
        long nanos = Math.min(left(), limit(runnable.hasTimeout(), runnable.getTimeout()));
        try {
            CompletableFuture.anyOf(process.onExit(), attempt.stop().whenRequested())
                    .get(nanos, TimeUnit.NANOSECONDS);
            if (process.isAlive()) {
                processes.end(process);
                return TaskEnd.stopped();
            }
        } catch (TimeoutException e) {
            log.say("the time limit has passed");
            processes.end(process);
            return TaskEnd.overTime();
        } catch (InterruptedException | ExecutionException e) {
            processes.end(process);
            return TaskEnd.stopped();
        }
        processes.keepLeftOf(process);
        return runnable.getIgnoreExitStatus() ? TaskEnd.succeeded() : TaskEnd.exited(process.exitValue());
    }

    private long left() {
        return mostNanos == FOR_EVER ? FOR_EVER : mostNanos - (System.nanoTime() - begun);
    }

    /** Google's zero is no limit. */
    private static long limit(boolean given, com.google.protobuf.Duration limit) {
        boolean none = !given || (limit.getSeconds() == 0 && limit.getNanos() == 0);
        // the longest of Google's durations does not fit into nanoseconds
        return none || limit.getSeconds() > TimeUnit.DAYS.toSeconds(36_500)
                ? FOR_EVER
                : Times.duration(limit).toNanos();
    }
}
