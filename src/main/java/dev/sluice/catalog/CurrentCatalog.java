package dev.sluice.catalog;

import dev.sluice.Misconfigured;
import dev.sluice.SluiceConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The catalog that the service goes by. It is loaded when the service starts, which it does not do with a broken one. */
@Singleton
@Startup
public class CurrentCatalog {
    private static final Logger LOG = Logger.getLogger(CurrentCatalog.class);

    private final Catalog catalog;
    private final Set<String> buckets;
    private final Set<String> regions;

    @Inject
    CurrentCatalog(SluiceConfig config) {
        this(load(config.catalog()));
        catalog.warnings().forEach(LOG::warn);
    }

    /** What is wrong is for the person who wrote it; where in our code that was seen is not. */
    private static Catalog load(Path folder) {
        try {
            return new CatalogFolder().load(folder);
        } catch (CatalogException e) {
            throw new Misconfigured("the catalog in " + folder + " has errors:\n" + e.getMessage());
        }
    }

    public CurrentCatalog(Catalog catalog) {
        this.catalog = catalog;
        this.buckets = catalog.buckets();
        this.regions = catalog.products().values().stream()
                .flatMap(CurrentCatalog::regions)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(TreeSet::new), Collections::unmodifiableSortedSet));
    }

    private static Stream<String> regions(Product product) {
        Stream<String> used = product.templates().values().stream().flatMap(template -> template.work()
                .fold(
                        container -> container.placements().stream().map(Placement::region),
                        raw -> Stream.of(raw.region())));
        Stream<String> allowed = product.guardrails().regions().stream().flatMap(Set::stream);
        return Stream.concat(product.defaults().region().stream(), Stream.concat(used, allowed));
    }

    public Catalog get() {
        return catalog;
    }

    /** Whether a bucket is a product's. */
    public boolean hasBucket(String bucket) {
        return buckets.contains(bucket);
    }

    /** Where jobs of ours may be. */
    public Set<String> regions() {
        return regions;
    }

    /** Whether a job of ours may be in a region. */
    public boolean hasRegion(String region) {
        return regions.contains(region);
    }
}
