package dev.sluice.batch;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Optional;

/**
 * The VM of a task and where it may stand.
 *
 * @param cpuMilli thousandths of a vCPU that the task may use
 * @param memoryMib mebibytes that the task may use
 * @param bootDiskGb in GB
 * @param zones of the job's region; empty for any
 * @param spot whether the VM may be taken away, for a lower price
 */
@RegisterForReflection
public record Machine(
        String type,
        Optional<Long> cpuMilli,
        Optional<Long> memoryMib,
        Optional<Accelerator> accelerator,
        String bootDiskImage,
        long bootDiskGb,
        String region,
        List<String> zones,
        boolean spot) {
    public Machine {
        zones = List.copyOf(zones);
    }

    /** The same machine in a bigger size, and more of its memory for the task. */
    public Machine with(String biggerType, long memory) {
        return new Machine(
                biggerType, cpuMilli, Optional.of(memory), accelerator, bootDiskImage, bootDiskGb, region, zones, spot);
    }

    /** GPUs of a type, e.g. {@code nvidia-l4}. */
    @RegisterForReflection
    public record Accelerator(String type, int count) {}
}
