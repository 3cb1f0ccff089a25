package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;

/** Told of every change of a job, in order, with the job's lock held: must be quick. */
interface JobWatcher {
    void jobIs(LiveJob job, JobStatus.State state);

    /** It was deleted, and nothing of it runs any more. */
    void jobIsGone(LiveJob job);

    void taskIs(LiveJob job, int task, TaskStatus.State state);

    /** It has something new to show that is no change of state. */
    void jobSays(LiveJob job);

    /** It has given back VMs, which others may have. */
    void vmsAreFree();
}
