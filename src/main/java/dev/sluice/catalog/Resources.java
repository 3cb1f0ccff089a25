package dev.sluice.catalog;

import java.util.Optional;

/**
 * The machine, and the task's part of it.
 *
 * @param machineType as Compute Engine names it
 * @param vcpus of the task; Batch's own default when absent
 * @param memory of the task; Batch's own default when absent
 * @param gpu attached to the machine
 * @param bootDisk the template's, or the product's default
 */
public record Resources(
        String machineType, Optional<Integer> vcpus, Optional<Memory> memory, Optional<Gpu> gpu, BootDisk bootDisk) {}
