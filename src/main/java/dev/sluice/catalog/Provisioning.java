package dev.sluice.catalog;

/** How machines are bought; Google's names. */
public enum Provisioning {
    /** At a discount, and taken back at any time. */
    SPOT,
    /** At the list price, and kept until the job's end. */
    STANDARD
}
