package dev.sluice.local.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The processes of one task. Each runnable leads a session of its own where this machine has {@code setsid}; what leaves the session is
 * still known by its parents or by Batch's variables in its environment, so that nothing of a task outlives it.
 */
final class TaskProcesses {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    /** Something that starts processes faster than they can be ended is given up on after so many looks. */
    private static final int LOOKS = 50;

    private final Set<String> marks;
    private final Duration grace;
    private final List<Process> leaders = new ArrayList<>();
    private final Set<ProcessHandle> left = new HashSet<>();

    /** Whether there may be any: looking costs, a job may have many tasks. */
    private boolean some;

    private TaskProcesses(Set<String> marks, Duration grace, boolean some) {
        this.marks = marks;
        this.grace = grace;
        this.some = some;
    }

    /** @param grace from the request to end (SIGTERM) to the end (SIGKILL) */
    static TaskProcesses ofTask(String jobUid, int task, Duration grace) {
        return new TaskProcesses(Set.of("BATCH_JOB_UID=" + jobUid, "BATCH_TASK_INDEX=" + task), grace, false);
    }

    /** Those of all of a job's tasks, which this emulator did not start. */
    static TaskProcesses ofJob(String jobUid, Duration grace) {
        return new TaskProcesses(Set.of("BATCH_JOB_UID=" + jobUid), grace, true);
    }

    /** Starts a process that writes to the log and reads nothing. */
    Process start(Command command, Path log) {
        List<String> arguments = new ArrayList<>();
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(setsid -> arguments.add(setsid.toString()));
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(command.folder().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        try {
            environment.putAll(command.environment());
            some = true;
            Process process = builder.start();
            leaders.add(process);
            return process;
        } catch (IOException | IllegalArgumentException e) {
            throw TaskProblem.setting(
                    "cannot start %s: %s".formatted(command.arguments().get(0), e.getMessage()));
        }
    }

    /** Remembers what a process that ended has left behind; must follow its end at once. */
    void keepLeftOf(Process ended) {
        left.addAll(ProcessTable.inSession(ended.pid()));
    }

    /** Ends one runnable with all it started. */
    void end(Process leader) {
        end(() -> family(leader));
        reap(leader);
    }

    /** Ends everything of the task. */
    void endAll() {
        if (!some) {
            return;
        }
        end(() -> {
            Set<ProcessHandle> all = new HashSet<>(left);
            leaders.forEach(leader -> all.addAll(family(leader)));
            all.addAll(ProcessTable.withEnvironment(marks));
            return all;
        });
        leaders.forEach(TaskProcesses::reap);
        some = false;
    }

    private static Set<ProcessHandle> family(Process leader) {
        Set<ProcessHandle> family = new HashSet<>();
        if (leader.isAlive()) {
            leader.descendants().forEach(family::add);
            family.addAll(ProcessTable.inSession(leader.pid()));
            family.add(leader.toHandle());
        }
        return family;
    }

    private interface Members {
        Set<ProcessHandle> now();
    }

    private void end(Members members) {
        Set<ProcessHandle> all = alive(members.now());
        if (all.isEmpty()) {
            return;
        }
        all.forEach(ProcessHandle::destroy);
        long patience = System.nanoTime() + grace.toNanos();
        while (!alive(all).isEmpty() && System.nanoTime() < patience) {
            pause();
        }
        for (int look = 0; look < LOOKS; look++) {
            // a process that has lost its parent is found by its handle; one born meanwhile by looking again
            all.addAll(members.now());
            Set<ProcessHandle> still = alive(all);
            if (still.isEmpty()) {
                return;
            }
            still.forEach(ProcessHandle::destroyForcibly);
            pause();
        }
    }

    private static Set<ProcessHandle> alive(Set<ProcessHandle> processes) {
        Set<ProcessHandle> alive = new HashSet<>(processes);
        alive.removeIf(process -> !ProcessTable.isAlive(process));
        return alive;
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reap(Process leader) {
        try {
            leader.waitFor(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
