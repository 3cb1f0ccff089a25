package dev.sluice.local.batch;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.InstanceStatus;

/** The machines a job says it got: exactly those it asked for, since none is made here. */
final class Instances {
    private static final String USUAL_TYPE = "e2-standard-2";

    private Instances() {}

    static InstanceStatus of(Job job) {
        AllocationPolicy.InstancePolicy policy = job.getAllocationPolicy().getInstancesCount() == 0
                ? AllocationPolicy.InstancePolicy.getDefaultInstance()
                : job.getAllocationPolicy().getInstances(0).getPolicy();
        boolean unspecified = policy.getProvisioningModelValue() == 0;
        AllocationPolicy.Disk.Builder disk = policy.getBootDisk().toBuilder();
        if (disk.getType().isEmpty()) {
            disk.setType("pd-balanced");
        }
        return InstanceStatus.newBuilder()
                .setMachineType(policy.getMachineType().isEmpty() ? USUAL_TYPE : policy.getMachineType())
                .setProvisioningModel(
                        unspecified ? AllocationPolicy.ProvisioningModel.STANDARD : policy.getProvisioningModel())
                .setTaskPack(Math.max(1, job.getTaskGroups(0).getTaskCountPerNode()))
                .setBootDisk(disk)
                .build();
    }
}
