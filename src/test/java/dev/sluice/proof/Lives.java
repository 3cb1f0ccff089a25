package dev.sluice.proof;

/** The two instances of a service that may die once: the one that does, and the one that comes after it. */
interface Lives {
    Service first(Outside outside);

    /** Whether the first is dead, or would be if it had made one more call. */
    boolean isFirstOver();

    Service next(Outside outside);
}
