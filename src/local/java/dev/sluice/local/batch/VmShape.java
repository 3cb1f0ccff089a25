package dev.sluice.local.batch;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.ComputeResource;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.InstanceStatus;
import com.google.cloud.batch.v1.TaskGroup;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The sort of VM that a job runs on.
 *
 * @param gpus accelerator type to how many each VM has
 * @param taskPack how many tasks run on one at the same time
 * @param external whether each has an address on the internet, which a quota counts
 */
record VmShape(
        MachineType type,
        ProvisioningModel model,
        Map<String, Integer> gpus,
        int taskPack,
        AllocationPolicy.Disk bootDisk,
        boolean external) {

    /** By the job's definition; a template's content is not known here, so it counts as naming nothing. */
    static VmShape of(Job job) {
        AllocationPolicy allocation = job.getAllocationPolicy();
        InstancePolicy policy = allocation.getInstancesCount() == 0
                ? InstancePolicy.getDefaultInstance()
                : allocation.getInstances(0).getPolicy();
        TaskGroup group = job.getTaskGroups(0);
        ComputeResource task = group.getTaskSpec().getComputeResource();
        MachineType type = policy.getMachineType().isEmpty()
                ? MachineType.fitting(task.getCpuMilli(), task.getMemoryMib())
                : MachineType.of(policy.getMachineType());
        Map<String, Integer> gpus = new TreeMap<>(type.gpus());
        policy.getAcceleratorsList().forEach(each -> gpus.put(each.getType(), (int) Math.max(1, each.getCount())));
        boolean external = allocation.getNetwork().getNetworkInterfacesList().stream()
                .noneMatch(AllocationPolicy.NetworkInterface::getNoExternalIpAddress);
        return new VmShape(type, model(policy), gpus, pack(group, type, task), disk(policy), external);
    }

    private static ProvisioningModel model(InstancePolicy policy) {
        return policy.getProvisioningModelValue() == 0 ? ProvisioningModel.STANDARD : policy.getProvisioningModel();
    }

    private static int pack(TaskGroup group, MachineType type, ComputeResource task) {
        long given = group.getTaskCountPerNode();
        long fit = Math.max(1, type.room(task.getCpuMilli(), task.getMemoryMib()));
        return (int) Math.min(group.getTaskCount(), given > 0 ? given : fit);
    }

    private static AllocationPolicy.Disk disk(InstancePolicy policy) {
        AllocationPolicy.Disk disk = policy.getBootDisk();
        return disk.getType().isEmpty()
                ? disk.toBuilder().setType("pd-balanced").build()
                : disk;
    }

    boolean spot() {
        return model == ProvisioningModel.SPOT || model == ProvisioningModel.PREEMPTIBLE;
    }

    /** What one such VM uses up of the region's quotas, by the names that Google's messages have. */
    Map<String, Long> uses() {
        Map<String, Long> uses = new TreeMap<>();
        uses.put("INSTANCES", 1L);
        uses.put(cpuMetric(), (long) type.vcpus());
        if (external) {
            uses.put("IN_USE_ADDRESSES", 1L);
        }
        gpus.forEach((gpu, count) -> uses.merge(gpuMetric(gpu), (long) count, Long::sum));
        return uses;
    }

    private String cpuMetric() {
        if (spot()) {
            return "PREEMPTIBLE_CPUS";
        }
        return switch (type.family()) {
            case "n1", "e2", "f1", "g1" -> "CPUS";
            default -> type.family().toUpperCase(Locale.ROOT) + "_CPUS";
        };
    }

    private String gpuMetric(String gpu) {
        String name = gpu.replaceFirst("^nvidia-(tesla-)?", "")
                .toUpperCase(Locale.ROOT)
                .replace('-', '_');
        return (spot() ? "PREEMPTIBLE_NVIDIA_" : "NVIDIA_") + name + "_GPUS";
    }

    InstanceStatus status() {
        return InstanceStatus.newBuilder()
                .setMachineType(type.name())
                .setProvisioningModel(model)
                .setTaskPack(taskPack)
                .setBootDisk(bootDisk)
                .build();
    }
}
