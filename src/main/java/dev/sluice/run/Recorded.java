package dev.sluice.run;

/** A run as the ledger has it, and the generation of that record. */
public record Recorded(Run run, long generation) {}
