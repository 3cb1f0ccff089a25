package dev.sluice.local;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The service as a process of its own, pointed at this process's local cloud. */
final class BenchService implements AutoCloseable {
    private static final int NO_CONTENT = 204;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private long startMillis;

    private BenchService(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    static BenchService start(LocalCloud cloud) throws IOException, InterruptedException {
        int port = freePort();
        long began = System.nanoTime();
        BenchService service = new BenchService(
                new ProcessBuilder(command(cloud, port))
                        .redirectErrorStream(true)
                        .redirectOutput(
                                Home.find().data("bench").resolve("service.log").toFile())
                        .start(),
                URI.create("http://127.0.0.1:" + port));
        try {
            service.awaitFirstAnswer(began);
            return service;
        } catch (IOException | RuntimeException e) {
            service.close();
            throw e;
        }
    }

    private static List<String> command(LocalCloud cloud, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        LocalSettings.of(cloud).forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-Dsluice.catalog=" + Home.find().catalog());
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.log.level=WARN");
        command.add("-jar");
        command.add(Home.find().jar().toString());
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitFirstAnswer(long began) throws IOException, InterruptedException {
        while (System.nanoTime() - began < PATIENCE.toNanos() && process.isAlive()) {
            if (answers()) {
                startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        throw new IOException(
                "the service did not start; see " + Home.find().data("bench").resolve("service.log"));
    }

    private boolean answers() throws InterruptedException {
        try {
            return send(0, 0) == NO_CONTENT;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /** Sends an event; the answer's status. */
    int send(int round, int number) throws IOException, InterruptedException {
        return client.send(BenchEvents.event(address, round, number), BodyHandlers.discarding())
                .statusCode();
    }

    /** From the start of the process to the answer 204 to its first event. */
    long startMillis() {
        return startMillis;
    }

    /** Processor time that the process has used. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory in MiB; -1 where the system does not say. */
    long residentMib() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(kib -> Long.parseLong(kib) / 1024)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
