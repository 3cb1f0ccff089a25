package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/** An amount in a currency, ISO 4217. */
@RegisterForReflection
public record Money(BigDecimal amount, String currency) {
    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
