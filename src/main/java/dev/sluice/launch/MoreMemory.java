package dev.sluice.launch;

import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.catalog.Memory;
import dev.sluice.catalog.Product;
import dev.sluice.cost.Costs;
import dev.sluice.run.Reserve.Roomier;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a machine on which a task can have twice the memory, for when its VM went silent twice, within the product's guardrails. A raw
 * job brings its machines itself.
 */
@ApplicationScoped
class MoreMemory {
    private final Costs costs;

    MoreMemory(Costs costs) {
        this.costs = costs;
    }

    /** @param attempts whole jobs, alike but for their places */
    Optional<Roomier> of(List<JobSpec> attempts, Product product) {
        return attempts.get(0)
                .body()
                .<Optional<Roomier>>fold(container -> roomier(container.machine(), product), raw -> Optional.empty())
                .filter(more -> attempts.stream().allMatch(job -> isAffordable(on(more, job), product)));
    }

    private Optional<Roomier> roomier(Machine machine, Product product) {
        long now = machine.memoryMib().orElse(Costs.DEFAULT_MEMORY_MIB);
        long wanted = product.guardrails()
                .maxMemory()
                .map(Memory::mebibytes)
                .map(most -> Math.min(most, 2 * now))
                .orElse(2 * now);
        return wanted <= now
                ? Optional.empty()
                : costs.roomier(machine, wanted, product.guardrails().maxVcpus())
                        .map(type -> new Roomier(type, wanted));
    }

    private boolean isAffordable(JobSpec job, Product product) {
        String currency = product.currency().getCurrencyCode();
        Optional<BigDecimal> most = product.guardrails().maxCostPerRun();
        return most.isEmpty()
                || costs.estimate(job, currency)
                        .amount()
                        .map(cost -> cost.amount().compareTo(most.get()) <= 0)
                        .orElse(false);
    }

    private static JobSpec on(Roomier more, JobSpec job) {
        return job.onMachine(machine -> machine.with(more.machineType(), more.memoryMib()));
    }
}
