package dev.sluice.local;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.CurrentCatalog;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintStream;
import java.net.URI;
import java.util.List;

/** Furnishes the local cloud, says how to reach everything, and then tells of each message that a client gets. */
public final class UpApplication implements QuarkusApplication {
    private final CurrentCatalog catalog;
    private final SluiceConfig config;

    UpApplication(CurrentCatalog catalog, SluiceConfig config) {
        this.catalog = catalog;
        this.config = config;
    }

    @Override
    public int run(String... args) {
        LocalCloud cloud = LocalService.cloud();
        URI service = ServiceAddress.find();
        Furniture.put(cloud, catalog.get(), config, service);
        try (Listeners listeners = Listeners.start(cloud, clients(catalog.get()), UpApplication::tell)) {
            Welcome.print(System.out, cloud, service, catalog.get());
            Quarkus.waitForExit();
        }
        return 0;
    }

    private static List<ClientRef> clients(Catalog catalog) {
        return catalog.products().values().stream()
                .flatMap(product -> product.clients().values().stream())
                .map(client -> client.ref())
                .toList();
    }

    private static void tell(ClientRef client, HeardMessage message) {
        PrintStream out = System.out;
        out.printf(
                "%n%s heard: %s%n%s%n", client, message.type(), message.data().stripTrailing());
    }
}
