package dev.sluice.flow;

import dev.sluice.local.LocalCloud;
import dev.sluice.local.batch.LocalBatch.Conduct;
import dev.sluice.local.batch.LocalBatch.Delays;
import dev.sluice.local.batch.LocalBatch.Execution;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Local clouds for tests, on free ports. */
public final class LocalClouds {
    private LocalClouds() {}

    /** One whose jobs really run. */
    public static LocalCloud in(Path data) {
        return in(data, Execution.PROCESSES, Faults.none());
    }

    /** One whose tasks succeed at once without running anything. */
    public static LocalCloud withoutProcesses(Path data) {
        return in(data, Execution.NOTHING, Faults.none());
    }

    /** One with accidents, whose tasks succeed at once without running anything. */
    static LocalCloud withoutProcesses(Path data, Faults faults) {
        return in(data, Execution.NOTHING, faults);
    }

    /** One with accidents and a clock that tests move, whose jobs take some time of it to come to their turn and then succeed at once. */
    public static LocalCloud withoutProcesses(Path data, Faults faults, LocalClock clock) {
        return in(data, Execution.NOTHING, faults, clock, new Delays(Duration.ofSeconds(20), Duration.ofSeconds(40)));
    }

    private static LocalCloud in(Path data, Execution execution, Faults faults) {
        return in(data, execution, faults, LocalClock.running(), Delays.none());
    }

    private static LocalCloud in(Path data, Execution execution, Faults faults, LocalClock clock, Delays delays) {
        Map<String, Path> images = Map.of(
                "europe-docker.pkg.dev/demo/docker/upper-case",
                Path.of("docker/upper-case").toAbsolutePath(),
                "europe-docker.pkg.dev/demo/docker/by-uri",
                Path.of("src/test/docker/record").toAbsolutePath(),
                "europe-docker.pkg.dev/demo/docker/wait",
                Path.of("src/test/docker/wait").toAbsolutePath(),
                "europe-docker.pkg.dev/demo/docker/raw",
                Path.of("src/test/docker/record").toAbsolutePath());
        try {
            return LocalCloud.start(new LocalCloud.Options(
                    data, "demo", LocalCloud.Ports.free(), clock, faults, images, delays, Conduct.usual(), execution));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
