package dev.sluice.reconcile;

import java.time.Instant;

/** The runs that wait for room. */
@FunctionalInterface
public interface HeldRuns {
    /** Starts those for which there is room by now; stops between two runs at the deadline. */
    Part release(Instant deadline);
}
