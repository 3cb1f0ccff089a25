package dev.sluice.flow;

import dev.sluice.TestCatalog;
import dev.sluice.callback.HttpServer;
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

    private static final String KEY = "k-3y-0f-imp0rt";

    private LocalCloud cloud;
    private HttpServer importer;

    @Override
    public Map<String, String> start() {
        try {
            // one folder above the data, so that a test sees what strays out of it
            Path above = Files.createTempDirectory("sluice-flow");
            Path catalog = Files.createDirectory(above.resolve("catalog"));
            importer = HttpServer.start();
            callsBack(TestCatalog.in(catalog));
            TestCatalog.in(catalog, EVENTED, EVENTED_BUCKET);
            cloud = LocalClouds.in(above.resolve("data"));
            Map<String, String> settings = new HashMap<>(LocalSettings.of(cloud));
            settings.put("sluice.catalog", catalog.toString());
            settings.put("flow.above", above.toString());
            settings.put("flow.key", KEY);
            Files.createDirectories(cloud.secrets());
            Files.writeString(cloud.secrets().resolve("IMPORT_KEY"), KEY + "\n");
            cloud.storage().createBucket(settings.get("sluice.ledger-bucket"));
            cloud.storage().createBucket("demo-batch");
            cloud.storage().createBucket(EVENTED_BUCKET);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Client hooli's job calls the importer itself, and when it has succeeded so does the service, both with the same key. */
    private void callsBack(TestCatalog catalog) {
        String importAddress = "http://127.0.0.1:" + importer.port() + "/import";
        catalog.template(
                "called-back",
                """
                container:
                  image: europe-docker.pkg.dev/demo/docker/raw:1
                  entrypoint: python3
                  command:
                    - -c
                    - >-
                      import os, urllib.request as web;
                      web.urlopen(web.Request('%1$s/rows', b'from the job',
                      dict(Authorization='Bearer ' + os.environ['IMPORT_KEY'])))
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west1 }]
                callback: { url: "%1$s/done?from=sluice", key: IMPORT_KEY, secret: projects/demo/secrets/IMPORT_KEY/versions/1 }
                """
                        .formatted(importAddress));
        catalog.client("hooli", "called-back");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cloud, new TestInjector.MatchesType(LocalCloud.class));
        injector.injectIntoFields(importer, new TestInjector.MatchesType(HttpServer.class));
    }

    @Override
    public void stop() {
        cloud.close();
        importer.close();
    }
}
