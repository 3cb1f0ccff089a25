package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskStatus;
import java.util.Collections;
import java.util.List;

/**
 * A job as it lies on disk.
 *
 * @param created the request that made it, its job with name, uid, times and status
 * @param tasks one for each index
 */
record StoredJob(CreateJobRequest created, List<Task> tasks) {

    /** A new job: QUEUED, every task PENDING. */
    static StoredJob fresh(CreateJobRequest created) {
        Job job = created.getJob();
        TaskGroup group = job.getTaskGroups(0);
        Task pending = Task.newBuilder()
                .setStatus(TaskStatus.newBuilder().setState(TaskStatus.State.PENDING))
                .build();
        CreateJobRequest queued = created.toBuilder()
                .setJob(job.toBuilder().setStatus(JobStatus.newBuilder().setState(JobStatus.State.QUEUED)))
                .build();
        return new StoredJob(queued, Collections.nCopies((int) group.getTaskCount(), pending));
    }
}
