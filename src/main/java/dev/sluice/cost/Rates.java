package dev.sluice.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Optional;

/** What an hour of a machine series' parts costs in a region, by how it is bought; empty where that is not known. */
@RegisterForReflection
record Rates(Optional<Rate> onDemand, Optional<Rate> spot) {
    Rates over(Rates lower) {
        return new Rates(onDemand.or(lower::onDemand), spot.or(lower::spot));
    }

    Optional<Rate> of(boolean isSpot) {
        return isSpot ? spot : onDemand;
    }

    /**
     * An hour of each part.
     *
     * @param gib of memory; empty where it is in the vCPU's price
     */
    @RegisterForReflection
    record Rate(BigDecimal vcpu, Optional<BigDecimal> gib) {
        Rate {
            Checked.price("vcpu", vcpu);
            gib.ifPresent(price -> Checked.price("gib", price));
        }

        BigDecimal of(MachineType type) {
            return vcpu.multiply(type.billed())
                    .add(gib.map(type.gib()::multiply).orElse(BigDecimal.ZERO));
        }
    }
}
