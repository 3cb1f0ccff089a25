package dev.sluice.local.pubsub;

import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The suite on the local Pub/Sub: here nothing is missing. */
class PubSubConformanceTest extends PubSubSuite {
    @TempDir
    static Path data;

    private static LocalPubSub server;

    @BeforeAll
    static void start() throws IOException {
        server = LocalPubSub.start(new LocalPubSub.Options(data, 0, LocalClock.running(), Faults.none()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    String endpoint() {
        return server.endpoint();
    }
}
