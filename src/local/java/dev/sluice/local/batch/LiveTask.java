package dev.sluice.local.batch;

import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskExecution;
import com.google.cloud.batch.v1.TaskStatus;
import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One task of a live job; guarded by its job. */
final class LiveTask {
    private static final Pattern PLACE = Pattern.compile(" on (zones/[^/ ]+/instances/\\d+)");

    private final int index;
    private final Words words;
    private final List<StatusEvent> events;
    private TaskStatus.State state;
    private int retry;
    /** Where its latest attempt runs or ran. */
    private Optional<String> place;

    LiveTask(int index, Words words, TaskStatus stored) {
        this.index = index;
        this.words = words;
        this.events = new ArrayList<>(stored.getStatusEventsList());
        this.state = stored.getState();
        long failures = events.stream().filter(StatusEvent::hasTaskExecution).count();
        // each failed attempt left one event; a task that failed for good is still in its last attempt
        this.retry = (int) (state == TaskStatus.State.FAILED ? failures - 1 : failures);
        this.place = events.isEmpty() ? Optional.empty() : place(events.get(events.size() - 1));
    }

    private static Optional<String> place(StatusEvent event) {
        Matcher matcher = PLACE.matcher(event.getDescription());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    TaskStatus.State state() {
        return state;
    }

    int retry() {
        return retry;
    }

    void assign(Vm vm, Timestamp now) {
        place = Optional.of(vm.place());
        to(TaskStatus.State.ASSIGNED, now);
    }

    void to(TaskStatus.State next, Timestamp now) {
        if (state == TaskStatus.State.FAILED && next == TaskStatus.State.PENDING) {
            retry++;
        }
        events.add(event(next, words.task(state, next, place), now).build());
        state = next;
    }

    /** @return the event, which the job shows too */
    StatusEvent failed(TaskEnd end, Timestamp now) {
        StatusEvent event = event(TaskStatus.State.FAILED, words.taskFailed(state, place, end), now)
                .setTaskExecution(TaskExecution.newBuilder().setExitCode(end.exitCode()))
                .build();
        events.add(event);
        state = TaskStatus.State.FAILED;
        return event;
    }

    /** The sentence of the last failed attempt. */
    Optional<String> failure() {
        return events.stream()
                .filter(StatusEvent::hasTaskExecution)
                .reduce((earlier, later) -> later)
                .map(StatusEvent::getDescription);
    }

    Task view(String group) {
        return Task.newBuilder()
                .setName(group + "/tasks/" + index)
                .setStatus(TaskStatus.newBuilder().setState(state).addAllStatusEvents(events))
                .build();
    }

    private static StatusEvent.Builder event(TaskStatus.State state, String description, Timestamp now) {
        return StatusEvent.newBuilder()
                .setType("STATUS_CHANGED")
                .setDescription(description)
                .setEventTime(now)
                .setTaskState(state);
    }
}
