package dev.sluice.cost;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/** What the records of a price file have in common: amounts that can be amounts, and one map laid over another. */
final class Checked {
    private static final BigDecimal BEYOND_ANY_PRICE = BigDecimal.valueOf(1_000_000);

    private Checked() {}

    static <T> T present(String name, T value) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing, expected a number"));
    }

    static BigDecimal positive(String name, BigDecimal value) {
        if (present(name, value).signum() <= 0) {
            throw new IllegalArgumentException(
                    "%s is %s, expected a number above 0".formatted(name, value.toPlainString()));
        }
        return value;
    }

    /** Nothing costs nothing: what is not known is left out. */
    static BigDecimal price(String name, BigDecimal value) {
        if (positive(name, value).compareTo(BEYOND_ANY_PRICE) > 0) {
            throw new IllegalArgumentException(
                    "%s is %s, expected a price an hour or a month".formatted(name, value.toPlainString()));
        }
        return value;
    }

    static <K, V> Map<K, V> map(Optional<Map<K, V>> given) {
        return given.orElseGet(Map::of);
    }

    /** The entries of both; where both have one, what {@code merge} makes of the lower and the upper. */
    static <K, V> Optional<Map<K, V>> over(
            Optional<Map<K, V>> lower, Optional<Map<K, V>> upper, BinaryOperator<V> merge) {
        Map<K, V> all = new LinkedHashMap<>(map(lower));
        map(upper).forEach((key, value) -> all.merge(key, value, merge));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }
}
