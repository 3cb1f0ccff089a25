package dev.sluice;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The operator's configuration as tests need it, through the real mapping with its real defaults. */
public final class TestConfig {
    private TestConfig() {}

    public static SluiceConfig with(Path catalog) {
        return with(catalog, Map.of());
    }

    /** @param settings beside those that must be there */
    public static SluiceConfig with(Path catalog, Map<String, String> settings) {
        Map<String, String> values = new HashMap<>();
        values.put("sluice.project", "demo");
        values.put("sluice.project-number", "770252724889");
        values.put("sluice.ledger-bucket", "ledger");
        values.put("sluice.catalog", catalog.toString());
        values.putAll(settings);
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(SluiceConfig.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(SluiceConfig.class);
    }
}
