package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;

/**
 * One attempt of one task.
 *
 * @param job the definition, with name and uid
 * @param retry 0 for the first attempt
 * @param vm where it runs
 * @param nodes how many VMs the job has now
 * @param barriers where it waits for the job's other tasks
 */
record Attempt(Job job, int task, int retry, Vm vm, int nodes, Stop stop, Barriers barriers) {
    TaskGroup group() {
        return job.getTaskGroups(0);
    }

    TaskSpec spec() {
        return group().getTaskSpec();
    }
}
