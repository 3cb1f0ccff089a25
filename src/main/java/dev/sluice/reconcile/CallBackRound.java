package dev.sluice.reconcile;

import java.time.Instant;

/** The callbacks that are owed after a success. */
@FunctionalInterface
public interface CallBackRound {
    /** Tries those that are due again; stops between two at the deadline. */
    Part payDue(Instant deadline);
}
