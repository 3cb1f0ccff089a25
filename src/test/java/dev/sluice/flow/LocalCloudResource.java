package dev.sluice.flow;

import dev.sluice.TestCatalog;
import dev.sluice.local.LocalCloud;
import dev.sluice.local.LocalSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Starts a local cloud for tests of the whole service. Product mlops-template gets the events that a test posts, product evented those
 * that its bucket sends.
 */
public final class LocalCloudResource implements QuarkusTestResourceLifecycleManager {
    static final String EVENTED = "evented";
    static final String EVENTED_BUCKET = "evented-batch";

    private LocalCloud cloud;

    @Override
    public Map<String, String> start() {
        try {
            // one folder above the data, so that a test sees what strays out of it
            Path above = Files.createTempDirectory("sluice-flow");
            Path catalog = Files.createDirectory(above.resolve("catalog"));
            TestCatalog.in(catalog);
            TestCatalog.in(catalog, EVENTED, EVENTED_BUCKET);
            cloud = LocalClouds.in(above.resolve("data"));
            Map<String, String> settings = new HashMap<>(LocalSettings.of(cloud));
            settings.put("sluice.catalog", catalog.toString());
            settings.put("flow.above", above.toString());
            cloud.storage().createBucket(settings.get("sluice.ledger-bucket"));
            cloud.storage().createBucket("demo-batch");
            cloud.storage().createBucket(EVENTED_BUCKET);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cloud, new TestInjector.MatchesType(LocalCloud.class));
    }

    @Override
    public void stop() {
        cloud.close();
    }
}
