package dev.sluice.catalog;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What no template of a product may exceed. Absent means unlimited.
 *
 * @param regions where jobs may run
 * @param machineFamilies machine types up to their first dash
 * @param maxVcpus of a machine and of a task
 * @param maxMemory of a task
 * @param maxTimeLimit of a task
 * @param maxTasks of a job
 * @param maxCostPerRun what an attempt may cost, in the product's currency
 */
public record Guardrails(
        Optional<Set<String>> regions,
        Optional<Set<String>> machineFamilies,
        Optional<Integer> maxVcpus,
        Optional<Memory> maxMemory,
        Optional<Duration> maxTimeLimit,
        Optional<Integer> maxTasks,
        Optional<BigDecimal> maxCostPerRun) {
    public Guardrails {
        regions = regions.map(Set::copyOf);
        machineFamilies = machineFamilies.map(Set::copyOf);
    }
}
