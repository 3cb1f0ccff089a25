package dev.sluice.local.pubsub;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * The suite on Google's own Pub/Sub emulator, so that the local one is held against somebody else's reading of the documents. Skipped
 * where the Cloud SDK does not have it; {@code PUBSUB_EMULATOR_JAR} names it where it is not below the SDK's folder.
 */
class GooglePubSubEmulatorTest extends PubSubSuite {
    private static Process emulator;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> jar = jar();
        Assumptions.assumeTrue(
                jar.isPresent(),
                "Google's Pub/Sub emulator is not here: install the Cloud SDK's pubsub-emulator, or set PUBSUB_EMULATOR_JAR");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        emulator = new ProcessBuilder(
                        java.toString(), "-jar", jar.get().toString(), "--host=127.0.0.1", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(() -> emulator.isAlive() && answers());
    }

    @AfterAll
    static void stop() {
        if (emulator != null) {
            emulator.destroyForcibly();
        }
    }

    @Override
    String endpoint() {
        return "127.0.0.1:" + port;
    }

    @Override
    boolean appliesFilters() {
        return false;
    }

    @Override
    boolean tellsAttemptsInPushes() {
        return false;
    }

    @Override
    boolean signsPushes() {
        return false;
    }

    @Override
    boolean relabelsTopics() {
        return false;
    }

    @Override
    boolean boundsAckDeadlines() {
        return false;
    }

    @Override
    boolean keepsPolicies() {
        return false;
    }

    private static boolean answers() {
        try {
            HttpURLConnection page = (HttpURLConnection)
                    URI.create("http://127.0.0.1:" + port + "/").toURL().openConnection();
            return page.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> jar() throws IOException {
        String named = System.getenv("PUBSUB_EMULATOR_JAR");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        for (Path root : roots()) {
            Path folder = root.resolve("platform/pubsub-emulator/lib");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    return files.filter(file -> file.getFileName().toString().matches("cloud-pubsub-emulator-.*\\.jar"))
                            .findFirst();
                }
            }
        }
        return Optional.empty();
    }

    /** The SDK is where the gcloud on the path really is. */
    private static List<Path> roots() throws IOException {
        for (String folder : Arrays.asList(
                Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))) {
            Path gcloud = Path.of(folder).resolve("gcloud");
            if (Files.isExecutable(gcloud)) {
                return List.of(gcloud.toRealPath().getParent().getParent());
            }
        }
        return List.of();
    }
}
