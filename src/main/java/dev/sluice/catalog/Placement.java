package dev.sluice.catalog;

import java.util.List;

/**
 * One place a job may run.
 *
 * @param region the job's location
 * @param zones of that region; empty for all of it
 * @param provisioning how its machines are bought
 */
public record Placement(String region, List<String> zones, Provisioning provisioning) {
    public Placement {
        zones = List.copyOf(zones);
    }
}
