package dev.sluice.catalog;

/**
 * The disk a machine starts from.
 *
 * @param image as Batch names it, such as {@code batch-cos}
 * @param sizeGb in GiB, as Batch's {@code sizeGb} counts it
 */
public record BootDisk(String image, long sizeGb) {}
