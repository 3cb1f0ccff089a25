package dev.sluice;

/** Who drives what is to be done again and again. */
public enum Timers {
    /** A timer in each instance. */
    INTERNAL,
    /** Somebody who calls {@code POST /reconcile}. */
    EXTERNAL
}
