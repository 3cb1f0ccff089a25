package dev.sluice.cost;

import dev.sluice.run.Money;
import java.util.List;
import java.util.Optional;

/**
 * What something costs.
 *
 * @param amount empty exactly where a price is not known
 * @param machine what is paid for, for people: {@code 3 × n2-standard-4 SPOT in europe-west1}
 * @param unknown which prices are not known, for people
 */
public record Quote(Optional<Money> amount, String machine, List<String> unknown) {
    public Quote {
        unknown = List.copyOf(unknown);
    }
}
