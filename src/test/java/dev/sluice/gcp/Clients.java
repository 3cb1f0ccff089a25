package dev.sluice.gcp;

import dev.sluice.SluiceConfig;
import dev.sluice.local.LocalCloud;
import dev.sluice.local.LocalSettings;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Google's clients as the service makes them, on a local cloud. */
final class Clients {
    private final SmallRyeConfig config;

    private Clients(SmallRyeConfig config) {
        this.config = config;
    }

    static Clients of(LocalCloud cloud) {
        return of(cloud, "3s");
    }

    /** @param callTimeout the longest that one call may take, its repeats included */
    static Clients of(LocalCloud cloud, String callTimeout) {
        Map<String, String> settings = new HashMap<>(LocalSettings.of(cloud));
        settings.put("sluice.project", cloud.project());
        settings.put("sluice.google.call-timeout", callTimeout);
        return new Clients(new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SluiceConfig.class)
                .withMapping(GoogleConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build());
    }

    SluiceConfig sluice() {
        return config.getConfigMapping(SluiceConfig.class);
    }

    GcpClients producers() {
        return new GcpClients(sluice(), config.getConfigMapping(GoogleConfig.class));
    }
}
