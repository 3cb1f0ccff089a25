package dev.sluice.cost;

import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.cost.Fleet.Bought;
import dev.sluice.cost.Fleet.Disk;
import dev.sluice.cost.Fleet.Gpu;
import java.util.List;
import java.util.Optional;

/** Reads out of a whole job what it asks Batch for. */
final class Fleets {
    private Fleets() {}

    static Fleet of(JobSpec job) {
        return job.body().fold(container -> of(container, job.name().location()), raw -> new RawFleet(
                        raw.job(), job.name().location())
                .fleet());
    }

    /** One task on one machine. */
    private static Fleet of(ContainerBody body, String region) {
        Machine machine = body.machine();
        return new Fleet(
                Optional.of(machine.type()),
                region,
                machine.spot() ? Bought.SPOT : Bought.ON_DEMAND,
                machine.accelerator().stream()
                        .map(gpu -> new Gpu(gpu.type(), gpu.count()))
                        .toList(),
                List.of(new Disk(Fleet.DEFAULT_BOOT_DISK, machine.bootDiskGb())),
                1,
                1,
                Optional.empty(),
                machine.cpuMilli().orElse(Fleet.DEFAULT_CPU_MILLI),
                machine.memoryMib().orElse(Fleet.DEFAULT_MEMORY_MIB),
                body.timeLimit());
    }
}
