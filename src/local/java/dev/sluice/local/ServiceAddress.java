package dev.sluice.local;

import java.net.URI;
import org.eclipse.microprofile.config.ConfigProvider;

/** Where the service of this process listens. */
final class ServiceAddress {
    private ServiceAddress() {}

    /** {@code http://127.0.0.1:PORT}; Quarkus writes the port that it was given into its configuration. */
    static URI find() {
        return URI.create(
                "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class));
    }
}
