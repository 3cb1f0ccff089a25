package dev.sluice.gcp;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where Google is; the keys are those of the Quarkiverse extensions, so that these can take over one day. */
@ConfigMapping(prefix = "quarkus.google.cloud")
interface GoogleConfig {
    /** The project's id. Without it a laptop runs on its local cloud. */
    Optional<String> projectId();

    Storage storage();

    Pubsub pubsub();

    interface Storage {
        /** {@code http://HOST:PORT} of a Cloud Storage without credentials, instead of Google's. */
        Optional<String> hostOverride();
    }

    interface Pubsub {
        /** {@code HOST:PORT} of a Pub/Sub without TLS or credentials, instead of Google's. */
        Optional<String> emulatorHost();
    }
}
