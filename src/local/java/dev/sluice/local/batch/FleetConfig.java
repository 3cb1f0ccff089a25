package dev.sluice.local.batch;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many VMs there are. What is not named is without bound.
 *
 * @param zones zone, such as {@code europe-west1-b}, to how many VMs it has room for
 * @param quotas region to quota to limit; quotas are those of Compute Engine: {@code INSTANCES}, {@code IN_USE_ADDRESSES}, {@code CPUS} (N1 and
 *     E2), {@code N2_CPUS} and so on, {@code PREEMPTIBLE_CPUS} (Spot), {@code NVIDIA_L4_GPUS}, {@code PREEMPTIBLE_NVIDIA_L4_GPUS}
 */
public record FleetConfig(Map<String, Integer> zones, Map<String, Map<String, Long>> quotas) {
    /** @throws IllegalArgumentException for a number below 0 */
    public FleetConfig {
        zones = zones == null ? Map.of() : Map.copyOf(zones);
        Map<String, Map<String, Long>> copy = new TreeMap<>();
        if (quotas != null) {
            quotas.forEach((region, limits) -> copy.put(region, Map.copyOf(limits)));
        }
        quotas = Map.copyOf(copy);
        zones.forEach((zone, vms) -> check(vms, "zone " + zone));
        quotas.forEach((region, limits) -> limits.forEach((metric, limit) -> check(limit, region + "'s " + metric)));
    }

    private static void check(long number, String whose) {
        if (number < 0) {
            throw new IllegalArgumentException("the limit of %s is %d, must be 0 or more".formatted(whose, number));
        }
    }

    /** As many VMs as anyone wants. */
    public static FleetConfig unlimited() {
        return new FleetConfig(Map.of(), Map.of());
    }

    Optional<Integer> room(String zone) {
        return Optional.ofNullable(zones.get(zone));
    }

    Optional<Long> limit(String region, String metric) {
        return Optional.ofNullable(quotas.getOrDefault(region, Map.of()).get(metric));
    }

    boolean isUnlimited() {
        return zones.isEmpty() && quotas.isEmpty();
    }
}
