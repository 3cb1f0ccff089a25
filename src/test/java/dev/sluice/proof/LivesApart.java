package dev.sluice.proof;

import dev.sluice.batch.BatchJobs;
import dev.sluice.callback.WiredPoster;
import dev.sluice.launch.Pace;
import dev.sluice.message.StatusPublisher;
import dev.sluice.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Instances that are processes: the first one halts at a step, and another one goes on. */
final class LivesApart implements Lives, AutoCloseable {
    /** After this a process hangs, and is ended. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path catalog;
    private final int step;
    private final CrashWire.Mode mode;
    private final Path said;
    private final List<Process> processes = new ArrayList<>();
    private Line first;

    /**
     * @param step 0 for none
     * @param said where what they say goes
     */
    LivesApart(Path catalog, int step, CrashWire.Mode mode, Path said) {
        this.catalog = catalog;
        this.step = step;
        this.mode = mode;
        this.said = said;
    }

    @Override
    public Service first(Outside outside) {
        first = start(outside.ports(), step);
        return first.other(Service.class);
    }

    @Override
    public Service next(Outside outside) {
        return start(outside.ports(), 0).other(Service.class);
    }

    @Override
    public boolean isFirstOver() {
        if (first.isGone()) {
            int code = exitCode();
            if (code != HaltedService.HALTED) {
                throw new AssertionError("the process did not halt by itself, it ended with " + code + ":\n" + said());
            }
        }
        return first.isGone();
    }

    private int exitCode() {
        try {
            return processes.get(0).waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Line start(Ports ports, int fatal) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HaltedService.class.getName(),
                catalog.toString(),
                Integer.toString(fatal),
                mode.name());
        try {
            Process process =
                    builder.redirectError(Redirect.appendTo(said.toFile())).start();
            processes.add(process);
            CompletableFuture.delayedExecutor(LONGEST.toSeconds(), TimeUnit.SECONDS)
                    .execute(process::destroyForcibly);
            return new Line(process.getInputStream(), process.getOutputStream())
                    .offer(ObjectStore.class, ports.store())
                    .offer(BatchJobs.class, ports.jobs())
                    .offer(StatusPublisher.class, ports.topics())
                    .offer(WiredPoster.port(), ports.poster())
                    .offer(InstantSource.class, ports.clock())
                    .offer(Pace.Pause.class, ports.pause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the processes said. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
