package dev.sluice.local.batch;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A simulated VM of one job.
 *
 * @param node which of the job's VMs it is, from 0
 */
record Vm(String zone, long id, int node) {
    static Vm in(String zone, int node) {
        return new Vm(zone, ThreadLocalRandom.current().nextLong(1_000_000_000_000_000_000L, Long.MAX_VALUE), node);
    }

    /** {@code zones/Z/instances/I}, as status events name it. */
    String place() {
        return "zones/%s/instances/%d".formatted(zone, id);
    }
}
