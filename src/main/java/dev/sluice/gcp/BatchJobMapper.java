package dev.sluice.gcp;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.Accelerator;
import com.google.cloud.batch.v1.AllocationPolicy.Disk;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicyOrTemplate;
import com.google.cloud.batch.v1.AllocationPolicy.LocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.ComputeResource;
import com.google.cloud.batch.v1.Environment;
import com.google.cloud.batch.v1.GCS;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.LifecyclePolicy;
import com.google.cloud.batch.v1.LogsPolicy;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.ServiceAccount;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;
import com.google.cloud.batch.v1.Volume;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sluice.GiveUp;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobSpec.Mount;
import dev.sluice.batch.Machine;
import dev.sluice.batch.RawBody;
import java.util.List;

/** Builds the whole Batch job, in this one place. Values are ready in the {@link JobSpec}; nothing is decided here. */
final class BatchJobMapper {
    /** Batch ended the task at its time limit: the same limit would end it again ("Reserved exit codes", Batch troubleshooting). */
    private static final int TASK_OVER_ITS_TIME = 50005;

    /** Makes folders visible that have no placeholder object; without it a path below {@code inputs/a/} is not found. */
    private static final String IMPLICIT_FOLDERS = "--implicit-dirs";

    /** What a container needs to see the GPU's driver on Container-Optimized OS ("Create and run a job that uses GPUs", Batch). */
    private static final List<String> GPU_VOLUMES =
            List.of("/var/lib/nvidia/lib64:/usr/local/nvidia/lib64", "/var/lib/nvidia/bin:/usr/local/nvidia/bin");

    private BatchJobMapper() {}

    /** The job to create; its name is given beside it. */
    static Job job(JobSpec spec) {
        Job.Builder job = spec.body().fold(container -> container(container, spec), raw -> raw(raw, spec));
        job.putAllLabels(spec.labels());
        job.getAllocationPolicyBuilder()
                .putAllLabels(spec.labels())
                .setServiceAccount(ServiceAccount.newBuilder().setEmail(spec.serviceAccount()));
        job.clearNotifications()
                .addNotifications(JobNotification.newBuilder()
                        .setPubsubTopic(spec.notificationTopic())
                        .setMessage(
                                JobNotification.Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED)));
        TaskSpec.Builder task = job.getTaskGroupsBuilder(0).getTaskSpecBuilder();
        task.getEnvironmentBuilder().putAllVariables(spec.environment());
        spec.mounts().forEach(mount -> task.addVolumes(volume(mount)));
        return job.build();
    }

    private static Job.Builder container(ContainerBody body, JobSpec spec) {
        TaskSpec.Builder task = TaskSpec.newBuilder()
                .addRunnables(Runnable.newBuilder().setContainer(container(body, spec.mounts())))
                .setComputeResource(compute(body.machine()))
                .setMaxRunDuration(Duration.newBuilder()
                        .setSeconds(body.timeLimit().getSeconds())
                        .setNanos(body.timeLimit().getNano()))
                .setMaxRetryCount(body.retries())
                .addLifecyclePolicies(noSecondTryOverTime())
                .setEnvironment(Environment.newBuilder().putAllSecretVariables(body.secretVariables()));
        return Job.newBuilder()
                .addTaskGroups(
                        TaskGroup.newBuilder().setTaskSpec(task).setTaskCount(1).setParallelism(1))
                .setAllocationPolicy(allocation(body.machine()))
                .setLogsPolicy(logs(body));
    }

    private static Runnable.Container.Builder container(ContainerBody body, List<Mount> mounts) {
        Runnable.Container.Builder container =
                Runnable.Container.newBuilder().setImageUri(body.image()).addAllCommands(body.command());
        body.entrypoint().ifPresent(container::setEntrypoint);
        if (body.machine().accelerator().isPresent()) {
            // with volumes of its own a container is no longer given the task's
            mounts.forEach(mount -> container.addVolumes(bind(mount)));
            container.addAllVolumes(GPU_VOLUMES).setOptions("--privileged");
        }
        return container;
    }

    private static ComputeResource.Builder compute(Machine machine) {
        ComputeResource.Builder compute = ComputeResource.newBuilder();
        machine.cpuMilli().ifPresent(compute::setCpuMilli);
        machine.memoryMib().ifPresent(compute::setMemoryMib);
        return compute;
    }

    private static LifecyclePolicy.Builder noSecondTryOverTime() {
        return LifecyclePolicy.newBuilder()
                .setAction(LifecyclePolicy.Action.FAIL_TASK)
                .setActionCondition(LifecyclePolicy.ActionCondition.newBuilder().addExitCodes(TASK_OVER_ITS_TIME));
    }

    private static AllocationPolicy.Builder allocation(Machine machine) {
        InstancePolicy.Builder policy = InstancePolicy.newBuilder()
                .setMachineType(machine.type())
                .setProvisioningModel(machine.spot() ? ProvisioningModel.SPOT : ProvisioningModel.STANDARD)
                .setBootDisk(Disk.newBuilder().setImage(machine.bootDiskImage()).setSizeGb(machine.bootDiskGb()));
        machine.accelerator()
                .ifPresent(gpu -> policy.addAccelerators(
                        Accelerator.newBuilder().setType(gpu.type()).setCount(gpu.count())));
        return AllocationPolicy.newBuilder()
                .setLocation(LocationPolicy.newBuilder().addAllAllowedLocations(locations(machine)))
                .addInstances(InstancePolicyOrTemplate.newBuilder()
                        .setPolicy(policy)
                        .setInstallGpuDrivers(machine.accelerator().isPresent()));
    }

    private static List<String> locations(Machine machine) {
        return machine.zones().isEmpty()
                ? List.of("regions/" + machine.region())
                : machine.zones().stream().map(zone -> "zones/" + zone).toList();
    }

    private static LogsPolicy.Builder logs(ContainerBody body) {
        return body.logsPath()
                .map(path -> LogsPolicy.newBuilder()
                        .setDestination(LogsPolicy.Destination.PATH)
                        .setLogsPath(path))
                .orElseGet(() -> LogsPolicy.newBuilder().setDestination(LogsPolicy.Destination.CLOUD_LOGGING));
    }

    private static Volume.Builder volume(Mount mount) {
        return Volume.newBuilder()
                .setGcs(GCS.newBuilder().setRemotePath(mount.remotePath()))
                .setMountPath(mount.mountPath())
                .addMountOptions(IMPLICIT_FOLDERS);
    }

    private static String bind(Mount mount) {
        return "%1$s:%1$s:rw".formatted(mount.mountPath());
    }

    private static Job.Builder raw(RawBody body, JobSpec spec) {
        Job.Builder job = Job.newBuilder();
        try {
            JsonFormat.parser().merge(body.job().toString(), job);
        } catch (InvalidProtocolBufferException e) {
            throw new GiveUp("read the template's raw job for " + spec.name(), e);
        }
        if (!job.hasLogsPolicy()) {
            job.getLogsPolicyBuilder().setDestination(LogsPolicy.Destination.CLOUD_LOGGING);
        }
        if (job.getAllocationPolicy().getLocation().getAllowedLocationsCount() == 0) {
            job.getAllocationPolicyBuilder()
                    .getLocationBuilder()
                    .addAllowedLocations("regions/" + spec.name().location());
        }
        TaskSpec.Builder task = job.getTaskGroupsBuilder(0).getTaskSpecBuilder();
        if (task.getLifecyclePoliciesCount() == 0) {
            task.addLifecyclePolicies(noSecondTryOverTime());
        }
        task.getRunnablesBuilderList().stream()
                .filter(Runnable.Builder::hasContainer)
                .map(Runnable.Builder::getContainerBuilder)
                .filter(container -> container.getVolumesCount() > 0)
                .forEach(container -> spec.mounts().forEach(mount -> container.addVolumes(bind(mount))));
        return job;
    }
}
