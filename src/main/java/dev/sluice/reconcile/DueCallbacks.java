package dev.sluice.reconcile;

import java.time.Instant;

/** The callbacks that are owed after a success. */
@FunctionalInterface
public interface DueCallbacks {
    /** Tries those that are due again; stops between two at the deadline. */
    Part pay(Instant deadline);
}
