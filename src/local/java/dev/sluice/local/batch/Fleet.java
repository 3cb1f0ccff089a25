package dev.sluice.local.batch;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The VMs of all jobs, against the room of their zones and the quotas of their regions. Calls nobody, so any lock may be held. */
final class Fleet {
    /** A quota that stands in the way. */
    record Quota(String metric, long limit) {}

    private final Map<String, Integer> used = new TreeMap<>();
    private final Map<String, Map<String, Long>> usage = new TreeMap<>();
    private FleetConfig config;

    Fleet(FleetConfig config) {
        this.config = config;
    }

    synchronized void set(FleetConfig now) {
        config = now;
    }

    synchronized FleetConfig config() {
        return config;
    }

    /** The first quota of the region that has no room for one more VM of the shape. */
    synchronized Optional<Quota> over(String region, VmShape shape) {
        return shape.uses().entrySet().stream()
                .flatMap(use -> config
                        .limit(region, use.getKey())
                        .filter(limit -> usage(region, use.getKey()) + use.getValue() > limit)
                        .map(limit -> new Quota(use.getKey(), limit))
                        .stream())
                .findFirst();
    }

    /** @return false when the zone has no room */
    synchronized boolean take(String zone, VmShape shape) {
        int now = used.getOrDefault(zone, 0);
        if (config.room(zone).filter(room -> now >= room).isPresent()) {
            return false;
        }
        count(zone, shape, 1);
        return true;
    }

    synchronized void give(String zone, VmShape shape) {
        count(zone, shape, -1);
    }

    private void count(String zone, VmShape shape, int sign) {
        used.merge(zone, sign, Fleet::sum);
        Map<String, Long> ofRegion = usage.computeIfAbsent(Zones.region(zone), region -> new TreeMap<>());
        shape.uses().forEach((metric, use) -> ofRegion.merge(metric, sign * use, Fleet::sum));
        if (ofRegion.isEmpty()) {
            usage.remove(Zones.region(zone));
        }
    }

    private static Integer sum(Integer one, Integer other) {
        return one + other == 0 ? null : Integer.valueOf(one + other);
    }

    private static Long sum(Long one, Long other) {
        return one + other == 0 ? null : Long.valueOf(one + other);
    }

    private long usage(String region, String metric) {
        return usage.getOrDefault(region, Map.of()).getOrDefault(metric, 0L);
    }

    /** VMs by zone and quotas in use by region, as JSON can have them. */
    synchronized Map<String, Object> state() {
        Map<String, Object> quotas = new TreeMap<>();
        usage.forEach((region, metrics) -> quotas.put(region, new TreeMap<>(metrics)));
        return Map.of("vms", new TreeMap<>(used), "usage", quotas, "room", config.zones(), "quotas", config.quotas());
    }
}
