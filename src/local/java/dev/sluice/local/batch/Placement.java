package dev.sluice.local.batch;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds VMs for jobs: zone after zone of those they allow, as far as room, quotas and faults let it. */
@Fidelity(
        what =
                "Simulated VMs by region and zone, with room and quotas that can be set; several allowed zones are tried in turn",
        verified = Verified.OURS,
        by = "PlacementTest",
        simplified =
                "zones are filled one after the other; templates are not read; reservations and dates of FLEX_START are not looked at")
final class Placement {
    private static final String USUAL_METRIC = "CPUS";

    /**
     * What a search found.
     *
     * @param vms how many
     * @param refusal the quota that stopped it
     * @param said the zone that is exhausted, where a fault wants it said
     */
    record Found(int vms, Optional<Fleet.Quota> refusal, Optional<String> said) {
        boolean isNothing() {
            return vms == 0;
        }
    }

    private final Fleet fleet;

    Placement(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Gives the job as many of the VMs that it misses as there are. */
    Found search(LiveJob job) {
        List<String> zones = Zones.of(job.definition());
        String region = job.region();
        Optional<Fleet.Quota> struck = job.faults().ofPlacement(Kind.QUOTA_EXCEEDED, "regions/" + region).stream()
                .findFirst()
                .map(Placement::quota);
        if (struck.isPresent()) {
            return new Found(0, struck, Optional.empty());
        }
        List<Fault> exhausted = job.faults().ofPlacement(Kind.ZONE_EXHAUSTED, "zones/" + String.join(" zones/", zones));
        List<String> open = new ArrayList<>(zones);
        exhausted.forEach(fault -> open.removeIf(closedBy(fault, zones)));
        Optional<String> said = exhausted.stream()
                .filter(fault -> JobFaults.isSet(fault, "said"))
                .findFirst()
                .map(fault -> zones.get(0));
        return search(job, region, open, said);
    }

    /** A fault that names no zone closes all. */
    private static Predicate<String> closedBy(Fault fault, List<String> zones) {
        Predicate<String> named = zone -> ("zones/" + zone).contains(fault.about());
        return zones.stream().anyMatch(named) ? named : zone -> true;
    }

    private static Fleet.Quota quota(Fault fault) {
        String limit = fault.details().getOrDefault("limit", "0");
        return new Fleet.Quota(
                fault.details().getOrDefault("metric", USUAL_METRIC),
                limit.matches("\\d{1,18}") ? Long.parseLong(limit) : 0);
    }

    private Found search(LiveJob job, String region, List<String> zones, Optional<String> said) {
        int got = 0;
        for (int missing = job.vmsMissing(); missing > 0; missing--) {
            Optional<Fleet.Quota> over = fleet.over(region, job.shape());
            if (over.isPresent()) {
                return new Found(got, over, said);
            }
            Optional<String> zone =
                    zones.stream().filter(each -> fleet.take(each, job.shape())).findFirst();
            if (zone.isEmpty()) {
                break;
            }
            if (!job.add(zone.get())) {
                fleet.give(zone.get(), job.shape());
                break;
            }
            got++;
        }
        return new Found(got, Optional.empty(), said);
    }
}
