package dev.sluice;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start with settings under which the service would do harm. */
@ApplicationScoped
class Startup {
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    private final SluiceConfig config;
    private final String host;

    Startup(SluiceConfig config, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.host = host;
    }

    void check(@Observes StartupEvent event) {
        if (!LABEL.matcher(config.deployment()).matches()) {
            throw new Misconfigured("sluice.deployment is \"%s\"; it becomes a label of jobs, expected %s"
                    .formatted(config.deployment(), LABEL));
        }
        if (!isLoopback(host)) {
            throw new Misconfigured("quarkus.http.host is " + host
                    + ", but callers are not authenticated yet: expected a loopback address, e.g. 127.0.0.1");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
