package dev.sluice.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Optional;

/** What an hour of something whole costs, by how it is bought; empty where that is not known. */
@RegisterForReflection
record Hourly(Optional<BigDecimal> onDemand, Optional<BigDecimal> spot) {
    Hourly {
        onDemand.ifPresent(price -> Checked.price("onDemand", price));
        spot.ifPresent(price -> Checked.price("spot", price));
    }

    Hourly over(Hourly lower) {
        return new Hourly(onDemand.or(lower::onDemand), spot.or(lower::spot));
    }

    Optional<BigDecimal> of(boolean isSpot) {
        return isSpot ? spot : onDemand;
    }
}
