package dev.sluice.cost;

import dev.sluice.SluiceConfig;
import java.util.Optional;

/** Puts the reckoning of costs together for tests. */
public final class CostsOf {
    /** Reading the table takes longer than most tests. */
    private static final Costs BUILT_IN = new Costs(new Prices(Optional.empty(), Runnable::run));

    private CostsOf() {}

    /** By the prices that come with the service, and the operator's. */
    public static Costs config(SluiceConfig config) {
        return config.prices().isPresent() ? new Costs(new Prices(config.prices(), Runnable::run)) : BUILT_IN;
    }
}
