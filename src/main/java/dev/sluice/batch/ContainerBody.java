package dev.sluice.batch;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One container, run by one task.
 *
 * @param entrypoint instead of the image's own
 * @param command the arguments, each reaching the container as it is
 * @param secretVariables variable → {@code projects/P/secrets/S/versions/V}
 * @param timeLimit of one try of the task
 * @param retries of the task, by Batch
 * @param logsPath a folder on a mount for the task's log; without it logs go to Cloud Logging
 */
@RegisterForReflection
public record ContainerBody(
        String image,
        Optional<String> entrypoint,
        List<String> command,
        Map<String, String> secretVariables,
        Machine machine,
        Duration timeLimit,
        int retries,
        Optional<String> logsPath)
        implements JobBody {
    public ContainerBody {
        command = List.copyOf(command);
        secretVariables = Map.copyOf(secretVariables);
    }

    ContainerBody onMachine(Machine other) {
        return new ContainerBody(image, entrypoint, command, secretVariables, other, timeLimit, retries, logsPath);
    }

    @Override
    public <T> T fold(Function<ContainerBody, T> container, Function<RawBody, T> raw) {
        return container.apply(this);
    }
}
