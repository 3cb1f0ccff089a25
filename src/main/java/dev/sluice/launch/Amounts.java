package dev.sluice.launch;

import dev.sluice.run.Money;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sums of money, one for each currency that occurs: amounts of two currencies are never added. */
record Amounts(Map<String, Money> byCurrency) {
    Amounts {
        byCurrency = Map.copyOf(byCurrency);
    }

    static Amounts none() {
        return new Amounts(Map.of());
    }

    Amounts plus(Money money) {
        return with(in(money.currency()).plus(money));
    }

    Amounts minus(Money money) {
        return with(in(money.currency()).minus(money));
    }

    Money in(String currency) {
        return Optional.ofNullable(byCurrency.get(currency)).orElseGet(() -> Money.zero(currency));
    }

    private Amounts with(Money sum) {
        Map<String, Money> sums = new HashMap<>(byCurrency);
        sums.put(sum.currency(), sum);
        return new Amounts(sums);
    }
}
