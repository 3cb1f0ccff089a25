package dev.sluice.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a catalog for a test: one product that says little, and what the test adds. */
record Folder(Path root) {
    static final String PRODUCT = "bucket: shop-files\ndefaults: { region: europe-west1 }\n";
    static final String TEMPLATE = "container: { image: europe-docker.pkg.dev/demo/docker/x:1 }\n"
            + "resources: { machineType: n1-standard-2 }\n";

    static Folder with(Path root) {
        return new Folder(root).file("shop/product.yaml", PRODUCT);
    }

    Folder file(String name, String content) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Folder template(String name, String content) {
        return file("shop/templates/" + name + ".yaml", content);
    }

    Folder client(String name, String templates, String more) {
        return file(
                "shop/clients/" + name + ".yaml",
                "templates: [" + templates + "]\njobServiceAccount: " + name + "-jobs@demo.iam.gserviceaccount.com\n"
                        + more);
    }

    Catalog load() throws CatalogException {
        return new CatalogFolder().load(root);
    }
}
