package dev.sluice.local;

import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.cli.ServiceRun;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.ConfigProvider;

/** Runs the service on a local cloud in the same process, and in it an application that does something with both. */
final class LocalService {
    private static final AtomicReference<LocalCloud> CLOUD = new AtomicReference<>();

    private LocalService() {}

    /**
     * Runs until the application has ended; its exit code, or 1 after saying what keeps the service from starting.
     *
     * @param settings of the service, beside those that point it at the local cloud
     */
    static int run(
            Path data,
            LocalCloud.Ports ports,
            Map<String, String> settings,
            Class<? extends QuarkusApplication> application,
            PrintWriter errors) {
        Home home = Home.find();
        Path catalog = ConfigProvider.getConfig()
                .getOptionalValue("sluice.catalog", Path.class)
                .orElse(home.catalog());
        try {
            new CatalogFolder().load(catalog);
        } catch (CatalogException e) {
            errors.println("sluice: the catalog in " + catalog + " has errors:");
            e.problems().forEach(problem -> errors.println("  " + problem));
            return 1;
        }
        try (LocalCloud cloud = LocalCloud.start(LocalCloud.Options.of(data, ports, home.config()))) {
            Map<String, String> all = new TreeMap<>(LocalSettings.of(cloud));
            all.put("sluice.catalog", catalog.toString());
            all.putAll(settings);
            LocalSettings.use(all);
            CLOUD.set(cloud);
            return ServiceRun.run(application, errors);
        } catch (IOException e) {
            errors.println("sluice: the local cloud cannot start: " + e.getMessage());
            return 1;
        }
    }

    /** The local cloud of this process. */
    static LocalCloud cloud() {
        LocalCloud cloud = CLOUD.get();
        if (cloud == null) {
            throw new IllegalStateException("no local cloud runs in this process");
        }
        return cloud;
    }
}
