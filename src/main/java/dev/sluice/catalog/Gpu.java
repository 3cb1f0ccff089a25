package dev.sluice.catalog;

/**
 * Accelerators of one machine.
 *
 * @param type as Compute Engine names it, such as {@code nvidia-l4}
 * @param count at least 1
 */
public record Gpu(String type, int count) {}
