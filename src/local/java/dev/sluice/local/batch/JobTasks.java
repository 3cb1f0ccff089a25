package dev.sluice.local.batch;

import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskStatus.State;
import com.google.protobuf.Timestamp;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The tasks of one job, those that wait and those that run, with counts kept as they move: a job may have 100,000. Guarded by the job. */
final class JobTasks {
    /** What runs: how to stop it, and where it is; after a restart its VM is gone. */
    record Running(Stop stop, Optional<Vm> vm) {}

    private final LiveTask[] tasks;
    private final Deque<Integer> waiting = new ArrayDeque<>();
    private final Map<Integer, Running> running = new HashMap<>();
    private final Map<State, Long> counts = new EnumMap<>(State.class);

    JobTasks(List<Task> stored, Words words) {
        tasks = new LiveTask[stored.size()];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new LiveTask(i, words, stored.get(i).getStatus());
            counts.merge(tasks[i].state(), 1L, Long::sum);
            switch (tasks[i].state()) {
                case PENDING -> waiting.add(i);
                case ASSIGNED, RUNNING -> running.put(i, new Running(new Stop(), Optional.empty()));
                case FAILED, SUCCEEDED, UNEXECUTED, STATE_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
    }

    int all() {
        return tasks.length;
    }

    int waiting() {
        return waiting.size();
    }

    Map<Integer, Running> running() {
        return running;
    }

    int retry(int task) {
        return tasks[task].retry();
    }

    /** Puts the task whose turn it is on a VM. */
    int assign(Vm vm, Timestamp now) {
        int task = waiting.remove();
        running.put(task, new Running(new Stop(), Optional.of(vm)));
        count(task, () -> tasks[task].assign(vm, now));
        return task;
    }

    Optional<Running> stopped(int task) {
        return Optional.ofNullable(running.remove(task));
    }

    void to(int task, State next, Timestamp now) {
        count(task, () -> tasks[task].to(next, now));
    }

    StatusEvent failed(int task, TaskEnd end, Timestamp now) {
        StatusEvent[] event = new StatusEvent[1];
        count(task, () -> event[0] = tasks[task].failed(end, now));
        return event[0];
    }

    /** Another attempt, before any task that has not had one. */
    void again(int task, Timestamp now) {
        to(task, State.PENDING, now);
        waiting.addFirst(task);
    }

    OptionalInt nextWaiting() {
        return waiting.isEmpty() ? OptionalInt.empty() : OptionalInt.of(waiting.remove());
    }

    private void count(int task, Runnable move) {
        counts.merge(tasks[task].state(), -1L, JobTasks::sum);
        move.run();
        counts.merge(tasks[task].state(), 1L, JobTasks::sum);
    }

    private static Long sum(Long one, Long other) {
        return one + other == 0 ? null : Long.valueOf(one + other);
    }

    OptionalInt firstFailed() {
        return counts.containsKey(State.FAILED)
                ? IntStream.range(0, tasks.length)
                        .filter(task -> tasks[task].state() == State.FAILED)
                        .findFirst()
                : OptionalInt.empty();
    }

    String failure(int task) {
        return tasks[task].failure().orElse("");
    }

    Map<String, Long> counts() {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((state, count) -> named.put(state.name(), count));
        return named;
    }

    IntStream ended() {
        return IntStream.range(0, tasks.length).filter(task -> switch (tasks[task].state()) {
            case FAILED, SUCCEEDED, UNEXECUTED -> true;
            case PENDING, ASSIGNED, RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        });
    }

    List<Task> view(String group) {
        return Arrays.stream(tasks).map(task -> task.view(group)).toList();
    }

    Optional<Task> view(String group, int task) {
        return task < 0 || task >= tasks.length ? Optional.empty() : Optional.of(tasks[task].view(group));
    }
}
