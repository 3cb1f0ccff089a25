package dev.sluice.cost;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a job asks Batch for, as far as it costs something.
 *
 * @param machineType empty where Batch or an instance template chooses it
 * @param bought how its machines are
 * @param disks of each machine
 * @param tasks of the job
 * @param parallel how many tasks may run at once
 * @param tasksPerVm as the job says; empty where Batch decides by what a task asks for
 * @param cpuMilli that a task asks for
 * @param memoryMib that a task asks for
 * @param timeLimit of one try of a task
 */
record Fleet(
        Optional<String> machineType,
        String region,
        Bought bought,
        List<Gpu> gpus,
        List<Disk> disks,
        long tasks,
        long parallel,
        Optional<Long> tasksPerVm,
        long cpuMilli,
        long memoryMib,
        Duration timeLimit) {
    /** What a task asks for when it does not say: vCPUs in thousandths, and MiB ({@code ComputeResource} of Batch's API). */
    static final long DEFAULT_CPU_MILLI = 2000;

    static final long DEFAULT_MEMORY_MIB = 2000;

    /** As many tasks of a job run at once at most (Batch, "Job limits"). */
    static final long MOST_PARALLEL = 5000;

    /** Batch ends a job that has been RUNNING for so long (Batch, "Job limits"). */
    static final Duration LONGEST = Duration.ofDays(14);

    /** What a boot disk is where a job does not say ({@code AllocationPolicy.Disk} of Batch's API). */
    static final String DEFAULT_BOOT_DISK = "pd-balanced";

    static final String DEFAULT_NEW_DISK = "pd-standard";
    static final long DEFAULT_BOOT_DISK_GIB = 30;

    /** How machines are bought. */
    enum Bought {
        ON_DEMAND,
        SPOT,
        /** In a way that the price table does not know. */
        OTHERWISE
    }

    record Gpu(String type, long count) {}

    record Disk(String type, long gib) {}

    /** How many tasks one machine runs at once. */
    long perVm(MachineType type) {
        long byCpu = type.vcpus() * 1000L / Math.max(1, cpuMilli);
        long byMemory = type.mebibytes() / Math.max(1, memoryMib);
        return Math.max(1, tasksPerVm.orElseGet(() -> Math.min(byCpu, byMemory)));
    }

    /** How many machines work at once. */
    long vms(MachineType type) {
        return ceil(atOnce(), perVm(type));
    }

    /** How often one task follows another on a machine until all have run. */
    long waves() {
        return ceil(tasks, atOnce());
    }

    private long atOnce() {
        return Math.max(1, Math.min(tasks, parallel));
    }

    private static long ceil(long whole, long part) {
        return (whole + part - 1) / part;
    }
}
