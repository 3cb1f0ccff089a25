package dev.sluice.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * A machine type of Compute Engine's.
 *
 * @param vcpus that its tasks see
 * @param gib of memory
 * @param billedVcpus fewer than it shows, for a shared core
 * @param gpu that every machine of the type has
 * @param prices of the whole machine, its GPUs included, by region; empty where the series' rates tell
 */
@RegisterForReflection
record MachineType(
        Integer vcpus,
        BigDecimal gib,
        Optional<BigDecimal> billedVcpus,
        Optional<OwnGpu> gpu,
        Optional<Map<String, Hourly>> prices) {
    private static final BigDecimal GIB = BigDecimal.valueOf(1024);

    MachineType {
        Checked.positive("vcpus", BigDecimal.valueOf(Checked.present("vcpus", vcpus)));
        Checked.positive("gib", gib);
        billedVcpus.ifPresent(some -> Checked.positive("billedVcpus", some));
    }

    BigDecimal billed() {
        return billedVcpus.orElseGet(() -> BigDecimal.valueOf(vcpus));
    }

    long mebibytes() {
        return gib.multiply(GIB).longValue();
    }

    MachineType over(MachineType lower) {
        return new MachineType(
                vcpus,
                gib,
                billedVcpus.or(lower::billedVcpus),
                gpu.or(lower::gpu),
                Checked.over(lower.prices, prices, (below, above) -> above.over(below)));
    }

    /** GPUs of a type, e.g. {@code nvidia-l4}. */
    @RegisterForReflection
    record OwnGpu(String type, int count) {
        OwnGpu {
            Checked.present("type", type);
            Checked.positive("count", BigDecimal.valueOf(count));
        }
    }
}
