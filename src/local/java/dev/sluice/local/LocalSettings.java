package dev.sluice.local;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Points the service in this process at the local cloud in this process. It stands above {@code application.properties} and below the
 * environment, so that a person's own setting wins. The settings are static because the ServiceLoader makes the source itself.
 */
public final class LocalSettings implements ConfigSource {
    private static final int ABOVE_APPLICATION_PROPERTIES = 275;
    private static final AtomicReference<Map<String, String>> CURRENT = new AtomicReference<>(Map.of());

    /** The settings of a service that is about to start in this process. */
    static void use(Map<String, String> settings) {
        CURRENT.set(Map.copyOf(settings));
    }

    /** How a service is pointed at a local cloud. */
    public static Map<String, String> of(LocalCloud cloud) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("quarkus.google.cloud.project-id", cloud.project());
        settings.put("sluice.project-number", LocalCloud.PROJECT_NUMBER);
        settings.put("sluice.ledger-bucket", "sluice-ledger");
        settings.put(
                "quarkus.google.cloud.storage.host-override",
                cloud.storage().endpoint().toString());
        settings.put("quarkus.google.cloud.pubsub.emulator-host", cloud.pubsub().endpoint());
        settings.put("sluice.google.batch-host-override", cloud.batch().endpoint());
        // one folder for both: the key that a callback sends is the one that a job gets from Secret Manager
        settings.put("sluice.secrets-dir", cloud.secrets().toString());
        settings.put("sluice.callback.allow-loopback", "true");
        return settings;
    }

    @Override
    public Set<String> getPropertyNames() {
        return CURRENT.get().keySet();
    }

    @Override
    public String getValue(String name) {
        return CURRENT.get().get(name);
    }

    @Override
    public String getName() {
        return "local cloud";
    }

    @Override
    public int getOrdinal() {
        return ABOVE_APPLICATION_PROPERTIES;
    }
}
