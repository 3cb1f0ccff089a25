package dev.sluice.local.batch;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.ComputeResource;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.LocationName;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;
import com.google.protobuf.Timestamp;
import java.time.InstantSource;
import java.util.UUID;
import java.util.regex.Pattern;

/** Makes a job out of a request: checked, named, and with the defaults that Google's job.proto and task.proto tell. */
final class JobMaker {
    private static final Pattern ID = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int DEFAULT_CPU_MILLI = 2000;
    private static final int DEFAULT_MEMORY_MIB = 2000;
    private static final int MOST_IN_PARALLEL = 5000;
    private static final int UID_START = 17;

    private final InstantSource clock;

    JobMaker(InstantSource clock) {
        this.clock = clock;
    }

    /** @return the request with its job complete, ready to be stored */
    CreateJobRequest make(CreateJobRequest request) {
        LocationName parent = Names.location(request.getParent());
        Rules.check(
                !parent.getLocation().equals("-"),
                "parent",
                "\"%s\" names every location: a job is made in one.",
                request.getParent());
        String id = request.getJobId().isEmpty() ? "j-" + UUID.randomUUID() : request.getJobId();
        Rules.check(
                ID.matcher(id).matches(),
                "job_id",
                "\"%s\" does not match ^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$.",
                request.getJobId());
        Rules.requestId(request.getRequestId());
        Rules.check(request.hasJob(), "job", "It is required.");
        JobRules.check(request.getJob());
        JobName name = JobName.of(parent.getProject(), parent.getLocation(), id);
        return request.toBuilder()
                .setJobId(id)
                .setJob(complete(request.getJob(), name))
                .build();
    }

    private Job complete(Job job, JobName name) {
        Timestamp now = Times.timestamp(clock.instant());
        AllocationPolicy.Builder allocation = job.getAllocationPolicy().toBuilder();
        if (allocation.getLocation().getAllowedLocationsCount() == 0) {
            allocation.getLocationBuilder().addAllowedLocations("regions/" + name.getLocation());
        }
        return job.toBuilder()
                .setName(name.toString())
                .setUid(uid(name.getJob()))
                .setCreateTime(now)
                .setUpdateTime(now)
                .clearStatus()
                .setAllocationPolicy(allocation)
                .setTaskGroups(0, complete(job.getTaskGroups(0), name))
                .build();
    }

    private static TaskGroup complete(TaskGroup group, JobName job) {
        long tasks = group.getTaskEnvironmentsCount() > 0
                ? group.getTaskEnvironmentsCount()
                : Math.max(1, group.getTaskCount());
        long parallel = group.getParallelism() > 0 ? group.getParallelism() : MOST_IN_PARALLEL;
        TaskSpec.Builder spec = group.getTaskSpec().toBuilder();
        ComputeResource.Builder resource = spec.getComputeResourceBuilder();
        if (resource.getCpuMilli() == 0) {
            resource.setCpuMilli(DEFAULT_CPU_MILLI);
        }
        if (resource.getMemoryMib() == 0) {
            resource.setMemoryMib(DEFAULT_MEMORY_MIB);
        }
        return group.toBuilder()
                .setName(job + "/taskGroups/group0")
                .setTaskCount(tasks)
                .setParallelism(Math.min(parallel, tasks))
                .setTaskSpec(spec)
                .build();
    }

    /** {@code <start of the id>-<8 hex>-<4>-<4>-<digits>}, the shape of Google's. */
    private static String uid(String id) {
        String start = id.substring(0, Math.min(UID_START, id.length())).replaceAll("-+$", "");
        String random = UUID.randomUUID().toString();
        return start + "-" + random.substring(0, 18) + "-0";
    }
}
