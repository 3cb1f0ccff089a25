package dev.sluice;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who uploads: one client of one product, and every place that is the client's by name. */
@RegisterForReflection
public record ClientRef(String product, String client) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]");
    private static final int LONGEST_TOGETHER = 50;

    public ClientRef {
        requireName("product", product);
        requireName("client", client);
        if (product.length() + client.length() > LONGEST_TOGETHER) {
            throw new IllegalArgumentException("product and client have more than %d characters together: %s, %s"
                    .formatted(LONGEST_TOGETHER, product, client));
        }
    }

    /** The client of these names; empty when one of them can be no name. */
    public static Optional<ClientRef> of(String product, String client) {
        return isName(product) && isName(client) && product.length() + client.length() <= LONGEST_TOGETHER
                ? Optional.of(new ClientRef(product, client))
                : Optional.empty();
    }

    /** Whether a text may name a product or a client: {@code [a-z][a-z0-9-]{0,38}[a-z0-9]}. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static void requireName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a name of a %s: \"%s\"; expected %s".formatted(what, name, NAME));
        }
    }

    /** {@code PRODUCT/CLIENT/}, below which everything of the client's lies in the product's bucket. */
    public String prefix() {
        return product + "/" + client + "/";
    }

    /** {@code PRODUCT/CLIENT/inputs/}. */
    public String inputs() {
        return prefix() + "inputs/";
    }

    /** {@code PRODUCT/CLIENT/outputs/}. */
    public String outputs() {
        return prefix() + "outputs/";
    }

    /** The id of the Pub/Sub topic that tells the client how runs ended: {@code batch-PRODUCT-CLIENT-outputs}. */
    public String topic() {
        return "batch-" + product + "-" + client + "-outputs";
    }

    @Override
    public String toString() {
        return product + "/" + client;
    }
}
