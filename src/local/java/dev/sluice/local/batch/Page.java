package dev.sluice.local.batch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** One page of a list in a fixed order, and the token of the next, empty at the end. */
record Page<T>(List<T> items, String next) {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /**
     * The page that is wanted.
     *
     * @param token of the page before, which is the key of its last item; empty for the first
     * @param list what is listed, with its filter and order: a token leads on in its own list only, as
     *     https://google.aip.dev/158 has it
     */
    record Request(int size, String token, String list) {
        Request {
            Rules.check(size >= 0, "page_size", "%d is negative.", size);
        }

        private int limit() {
            return size == 0 ? USUAL : Math.min(size, MOST);
        }

        private String next(String key) {
            String text = Integer.toHexString(list.hashCode()) + " " + key;
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        private String after() {
            if (token.isEmpty()) {
                return "";
            }
            String mine = Integer.toHexString(list.hashCode()) + " ";
            try {
                String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
                Rules.check(text.startsWith(mine), "page_token", "\"%s\" is not one of this list.", token);
                return text.substring(mine.length());
            } catch (IllegalArgumentException e) {
                throw BatchError.field("page_token", "\"%s\" is not one of this list.".formatted(token));
            }
        }
    }

    /** Cuts one page out of items that come in the ascending order of their keys. */
    static <T> Page<T> cut(Stream<T> items, Function<T, String> key, Request wanted) {
        return cut(items, key, Comparator.naturalOrder(), wanted);
    }

    /** Cuts one page out of items that come in the given order of their keys. */
    static <T> Page<T> cut(Stream<T> items, Function<T, String> key, Comparator<String> order, Request wanted) {
        int limit = wanted.limit();
        String after = wanted.after();
        List<T> found = items.dropWhile(item -> !after.isEmpty() && order.compare(key.apply(item), after) <= 0)
                .limit(limit + 1L)
                .toList();
        boolean more = found.size() > limit;
        List<T> shown = more ? found.subList(0, limit) : found;
        return new Page<>(shown, more ? wanted.next(key.apply(shown.get(limit - 1))) : "");
    }

    <R> R fold(BiFunction<List<T>, String, R> answer) {
        return answer.apply(items, next);
    }
}
