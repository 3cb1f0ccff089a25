package dev.sluice.local.batch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** One page of a list in a fixed order, and the token of the next, empty at the end. The token is the key of the last item shown. */
record Page<T>(List<T> items, String next) {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /** Cuts one page out of items that come in the ascending order of their keys. */
    static <T> Page<T> cut(Stream<T> items, Function<T, String> key, int size, String token) {
        return cut(items, key, Comparator.naturalOrder(), size, token);
    }

    /** Cuts one page out of items that come in the given order of their keys. */
    static <T> Page<T> cut(Stream<T> items, Function<T, String> key, Comparator<String> order, int size, String token) {
        if (size < 0) {
            throw BatchError.invalid("page_size %d is negative".formatted(size));
        }
        int limit = size == 0 ? USUAL : Math.min(size, MOST);
        String after = decode(token);
        List<T> found = items.dropWhile(item -> !after.isEmpty() && order.compare(key.apply(item), after) <= 0)
                .limit(limit + 1L)
                .toList();
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown, more ? encode(key.apply(shown.get(limit - 1))) : "");
    }

    <R> R fold(BiFunction<List<T>, String, R> answer) {
        return answer.apply(items, next);
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw BatchError.invalid("page_token \"%s\" is not one of ours".formatted(token));
        }
    }
}
