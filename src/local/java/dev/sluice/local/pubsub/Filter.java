package dev.sluice.local.pubsub;

import java.util.Map;

/** A subscription's filter, applied to a message's attributes. */
@FunctionalInterface
interface Filter {
    boolean matches(Map<String, String> attributes);

    /**
     * Reads Pub/Sub's filter language; an empty text lets everything through.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT that says where the text stops making sense
     */
    static Filter parse(String text) {
        return text.isBlank() ? attributes -> true : new FilterParser(text).parse();
    }

    default Filter negate() {
        return attributes -> !matches(attributes);
    }

    default Filter and(Filter other) {
        return attributes -> matches(attributes) && other.matches(attributes);
    }

    default Filter or(Filter other) {
        return attributes -> matches(attributes) || other.matches(attributes);
    }
}
