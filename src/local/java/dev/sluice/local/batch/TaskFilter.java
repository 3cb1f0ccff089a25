package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskStatus;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The filter of listTasks, {@code State=RUNNING} as Google's batch.proto has it. */
final class TaskFilter {
    private static final Pattern STATE = Pattern.compile("(?:[Ss]tate|status\\.state)\\s*=\\s*\"?([A-Z_]+)\"?");

    private TaskFilter() {}

    static Predicate<Task> parse(String filter) {
        if (filter.isBlank()) {
            return task -> true;
        }
        Matcher matcher = STATE.matcher(filter.strip());
        if (!matcher.matches()
                || Arrays.stream(TaskStatus.State.values())
                        .noneMatch(state -> state.name().equals(matcher.group(1)))) {
            throw BatchError.field("filter", "\"%s\": understood is State=STATE, a task's.".formatted(filter));
        }
        TaskStatus.State wanted = TaskStatus.State.valueOf(matcher.group(1));
        return task -> task.getStatus().getState() == wanted;
    }
}
