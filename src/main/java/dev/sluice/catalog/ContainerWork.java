package dev.sluice.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One container that runs with arguments.
 *
 * @param image as a registry names it
 * @param entrypoint in place of the image's own
 * @param command the arguments
 * @param environment variables by name
 * @param secrets variables by name, each {@code projects/P/secrets/S/versions/V} of Secret Manager
 * @param resources the machine and the task's part of it
 * @param placements where it may run, in the order in which they are tried; never empty
 * @param timeLimit of one task
 * @param retries of one task by Batch, 0 to 10
 * @param logs where the task's output goes
 */
public record ContainerWork(
        String image,
        Optional<String> entrypoint,
        List<Text> command,
        Map<String, Text> environment,
        Map<String, String> secrets,
        Resources resources,
        List<Placement> placements,
        Duration timeLimit,
        int retries,
        Logs logs)
        implements Work {
    public ContainerWork {
        command = List.copyOf(command);
        environment = Ordered.copyOf(environment);
        secrets = Ordered.copyOf(secrets);
        placements = List.copyOf(placements);
        if (placements.isEmpty()) {
            throw new IllegalArgumentException("a container needs at least one placement");
        }
    }

    @Override
    public <T> T fold(Function<ContainerWork, T> container, Function<RawJob, T> raw) {
        return container.apply(this);
    }

    @Override
    public Stream<Text> texts() {
        return Stream.concat(command.stream(), environment.values().stream());
    }
}
