package dev.sluice.catalog;

import dev.sluice.ClientRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything the service was told about its products.
 *
 * @param products by name
 * @param warnings what the files ask for and this version does not act on, each as {@code file:line:column: text}
 */
public record Catalog(Map<String, Product> products, List<String> warnings) {
    public Catalog {
        products = Ordered.copyOf(products);
        warnings = List.copyOf(warnings);
    }

    /** The client, where the catalog has it. */
    public Optional<Client> client(ClientRef ref) {
        return product(ref.product())
                .flatMap(product -> Optional.ofNullable(product.clients().get(ref.client())));
    }

    /** The product, where the catalog has it. */
    public Optional<Product> product(String name) {
        return Optional.ofNullable(products.get(name));
    }

    /** The buckets of all products, for a cheap look whether an event can be ours at all. */
    public Set<String> buckets() {
        return products.values().stream().map(Product::bucket).collect(Collectors.toUnmodifiableSet());
    }
}
