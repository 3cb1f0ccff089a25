package dev.sluice.flow;

import dev.sluice.local.LocalCloud;
import dev.sluice.local.LocalSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The packaged service in a process of its own, so that it can be stopped, killed and started again. */
final class ServiceProcess implements AutoCloseable {
    private final Map<String, String> settings;
    private final Path log;
    private final int port;
    private Process process;

    ServiceProcess(LocalCloud cloud, Path catalog, Path log) {
        this.settings = new TreeMap<>(LocalSettings.of(cloud));
        this.settings.put("sluice.catalog", catalog.toString());
        this.log = log;
        this.port = freePort();
        this.settings.put("quarkus.http.port", Integer.toString(port));
    }

    /** Lets the service look for Batch where nothing is yet; the port. */
    int pointBatchAtAFreePort() {
        int free = freePort();
        settings.put("sluice.google.batch-host-override", "127.0.0.1:" + free);
        return free;
    }

    /** Starts it, or starts it again at the same address. */
    ServiceProcess start() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-jar");
        command.add(System.getProperty("service.jar"));
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    ServiceProcess awaitReady() {
        Awaitility.await("the service's answer to /ping")
                .atMost(Duration.ofSeconds(60))
                .until(this::answers);
        return this;
    }

    private boolean answers() throws InterruptedException {
        try {
            HttpRequest ping =
                    HttpRequest.newBuilder(address().resolve("/ping")).build();
            return HttpClient.newHttpClient()
                            .send(ping, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Waits until it has ended by itself; the exit code. */
    int awaitExit() {
        return process.onExit().join().exitValue();
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop, as Cloud Run does, and waits until it has. */
    void stop() {
        askToStop();
        process.onExit().join();
    }

    /** Asks it to stop, as Cloud Run does. */
    void askToStop() {
        process.destroy();
    }

    /** Ends it in the middle of whatever it does. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
