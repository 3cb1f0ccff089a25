package dev.sluice.local.pubsub;

import java.util.List;
import java.util.function.Function;

/** One page of a list in the order of names; the token is the last name on the page before. */
record Page<T>(List<T> items, String nextToken) {
    private static final int DEFAULT_SIZE = 100;
    private static final int LARGEST = 1_000;

    static <T> Page<T> of(List<T> all, Function<T, String> name, int size, String token) {
        if (size < 0) {
            throw Refusals.invalid("Invalid page size given (page_size=" + size + "). It must not be negative.");
        }
        int limit = size == 0 ? DEFAULT_SIZE : Math.min(size, LARGEST);
        List<T> rest = all.stream()
                .filter(item -> name.apply(item).compareTo(token) > 0)
                .toList();
        List<T> items = rest.subList(0, Math.min(limit, rest.size()));
        return new Page<>(items, rest.size() > limit ? name.apply(items.get(limit - 1)) : "");
    }
}
