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

    private static LocalCloud in(Path data, Execution execution, Faults faults) {
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
                    data,
                    "demo",
                    LocalCloud.Ports.free(),
                    LocalClock.running(),
                    faults,
                    images,
                    Delays.none(),
                    Conduct.usual(),
                    execution));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
