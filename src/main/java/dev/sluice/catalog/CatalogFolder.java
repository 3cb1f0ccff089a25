package dev.sluice.catalog;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads a catalog from a folder. Pure but for the folder: no network, no clock. One instance serves any number of loads
 * and threads.
 */
public final class CatalogFolder {
    private final Schemas schemas = new Schemas();

    /**
     * Reads and checks everything below a folder.
     *
     * @throws CatalogException with every problem of every file, when there is one
     */
    public Catalog load(Path folder) throws CatalogException {
        Problems problems = new Problems();
        Problems warnings = new Problems();
        List<ProductFolder> products = new FolderReader(folder, schemas, problems, warnings).read();
        products.forEach(product -> check(product, problems, warnings));
        new NeighbourCheck(problems, warnings).check(products);
        if (!problems.sorted().isEmpty()) {
            throw new CatalogException(problems.sorted());
        }
        return CatalogBuilder.catalog(products, warnings.sorted());
    }

    private void check(ProductFolder product, Problems problems, Problems warnings) {
        schemas.check(Schemas.Kind.PRODUCT, product.product(), problems);
        new ProductCheck(problems).check(product);
        product.templates().values().forEach(template -> {
            schemas.check(Schemas.Kind.TEMPLATE, template.source(), problems);
            schemas.check(Schemas.Kind.BATCH_JOB, template.job(), problems);
            new TemplateCheck(problems, warnings).check(template, product);
        });
        product.clients().values().forEach(client -> {
            schemas.check(Schemas.Kind.CLIENT, client, problems);
            new ClientCheck(problems).check(client, product);
        });
    }
}
