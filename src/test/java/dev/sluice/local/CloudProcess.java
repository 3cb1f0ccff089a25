package dev.sluice.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** A local cloud in a process of its own, which can be killed and started again on the same folder. */
final class CloudProcess implements AutoCloseable {
    private final Path folder;
    private Process process;
    private List<String> ports;

    CloudProcess(Path folder) {
        this.folder = folder;
    }

    /** Serves the first argument's folder and tells the ports of Storage and Batch in the second's file. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LocalCloud cloud = LocalCloud.start(
                LocalCloud.Options.of(Path.of(arguments[0]), LocalCloud.Ports.free(), CloudConfig.empty()));
        Path file = Path.of(arguments[1]);
        Path next = file.resolveSibling("ports.next");
        Files.write(
                next,
                List.of(cloud.storage().endpoint().toString(), cloud.batch().endpoint()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        Thread.currentThread().join();
    }

    void start() throws IOException {
        Path file = folder.resolve("ports");
        Files.deleteIfExists(file);
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        CloudProcess.class.getName(),
                        folder.resolve("data").toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
        Awaitility.await("the local cloud's ports")
                .atMost(Duration.ofSeconds(60))
                .failFast("the local cloud ended", () -> !process.isAlive())
                .until(() -> Files.exists(file));
        ports = Files.readAllLines(file);
    }

    String storage() {
        return ports.get(0);
    }

    String batch() {
        return ports.get(1);
    }

    /** As {@code kill -9} does it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
