package dev.sluice.local.pubsub;

import dev.sluice.local.fault.Fault;
import java.time.Duration;
import java.util.List;

/**
 * What faults do to one delivery, all of them together.
 *
 * @param lost it never arrives: as at Google, what is not acknowledged is tried again
 * @param doubled it arrives twice
 * @param late how much later it arrives; zero for in time
 */
record Mishap(boolean lost, boolean doubled, Duration late) {
    static final Mishap NONE = new Mishap(false, false, Duration.ZERO);

    static Mishap of(List<Fault> struck) {
        return struck.stream().reduce(NONE, Mishap::with, (one, other) -> other);
    }

    boolean isLate() {
        return !late.isZero();
    }

    private Mishap with(Fault fault) {
        return switch (fault.kind()) {
            case LOST -> new Mishap(true, doubled, late);
            case DOUBLED -> new Mishap(lost, true, late);
            case LATE -> new Mishap(lost, doubled, late.plus(fault.delayed()));
            case REFUSED,
                    ANSWER_LOST,
                    SLOW,
                    THROTTLED,
                    PREEMPTED,
                    VM_SILENT,
                    VM_REBOOTED,
                    VM_UNRESPONSIVE,
                    VM_RECREATED,
                    ZONE_EXHAUSTED,
                    QUOTA_EXCEEDED -> throw new IllegalStateException(fault.kind() + " strikes no delivery");
        };
    }
}
