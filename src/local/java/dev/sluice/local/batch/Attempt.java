package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;

/**
 * One attempt of one task.
 *
 * @param job the definition, with name and uid
 * @param retry 0 for the first attempt
 */
record Attempt(Job job, int task, int retry, Stop stop) {
    TaskGroup group() {
        return job.getTaskGroups(0);
    }

    TaskSpec spec() {
        return group().getTaskSpec();
    }
}
