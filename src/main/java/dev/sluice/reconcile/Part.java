package dev.sluice.reconcile;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one part of a pass saw and did.
 *
 * @param seen how many things there were
 * @param looked how many of them cost calls of their own
 * @param did how often what came of it, by name
 * @param left how many were not reached before the deadline
 * @param failed how many met an error, which ended nothing but the work on them
 * @param troubles what the first of these errors were, and what could not be listed
 * @param complete whether it reached its end
 */
@RegisterForReflection
public record Part(
        long seen,
        long looked,
        Map<String, Long> did,
        long left,
        long failed,
        List<String> troubles,
        boolean complete) {
    public Part {
        did = new TreeMap<>(did);
        troubles = List.copyOf(troubles);
    }

    /** There was nothing to do. */
    public static Part nothing() {
        return new Part(0, 0, Map.of(), 0, 0, List.of(), true);
    }

    /** {@code 12 seen, 3 looked at: 2 settled, 1 retried; 4 left, 1 failed}; what is none is not said. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(seen + " seen");
        if (looked > 0) {
            line.append(", ").append(looked).append(" looked at");
        }
        String separator = ": ";
        for (Map.Entry<String, Long> each : did.entrySet()) {
            line.append(separator).append(each.getValue()).append(' ').append(each.getKey());
            separator = ", ";
        }
        if (left > 0) {
            line.append("; ").append(left).append(" left for the next pass");
        }
        if (failed > 0) {
            line.append("; ").append(failed).append(" failed");
        }
        return line.toString();
    }
}
