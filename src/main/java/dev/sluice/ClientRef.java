package dev.sluice;

import java.util.regex.Pattern;

/** Who uploads: a client of a product. Its place in the bucket and its topic follow from the two names. */
public record ClientRef(String product, String client) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]");
    private static final int LONGEST = 50;

    public ClientRef {
        if (!NAME.matcher(product).matches() || !NAME.matcher(client).matches()) {
            throw new IllegalArgumentException("product and client are 2 to 40 of a-z, 0-9 and -, from a letter to a"
                    + " letter or digit; got `" + product + "` and `" + client + "`");
        }
        if (product.length() + client.length() > LONGEST) {
            throw new IllegalArgumentException("product and client have at most " + LONGEST + " characters together; `"
                    + product + "` and `" + client + "` have " + (product.length() + client.length()));
        }
    }

    /** {@code PRODUCT/CLIENT/}: everything of this client lies below it. */
    public String prefix() {
        return product + "/" + client + "/";
    }

    /** {@code PRODUCT/CLIENT/inputs/}: what the client uploads. */
    public String inputs() {
        return prefix() + "inputs/";
    }

    /** {@code PRODUCT/CLIENT/outputs/}: what jobs leave for the client. */
    public String outputs() {
        return prefix() + "outputs/";
    }

    /** The id of the topic that carries the client's status messages. */
    public String topic() {
        return "batch-" + product + "-" + client + "-outputs";
    }

    @Override
    public String toString() {
        return product + "/" + client;
    }
}
