package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Batch's sentences about one job, letter for letter as Google's status events have them. */
record Words(String jobByNumber, String zone, String uid) {

    static Words of(Job job, String projectNumber) {
        JobName name = JobName.parse(job.getName());
        String zone = job.getAllocationPolicy().getLocation().getAllowedLocationsList().stream()
                .filter(location -> location.startsWith("zones/"))
                .findFirst()
                .orElse("zones/" + name.getLocation() + "-a");
        return new Words(
                JobName.of(projectNumber, name.getLocation(), name.getJob()).toString(), zone, job.getUid());
    }

    String job(JobStatus.State from, JobStatus.State to) {
        return "Job state is set from %s to %s for job %s.".formatted(from, to, jobByNumber);
    }

    String jobFailed(JobStatus.State from, int task, String taskEvent) {
        return "%s Job failed due to task failures. For example, task with index %d failed, failed task event description is %s"
                .formatted(job(from, JobStatus.State.FAILED), task, taskEvent);
    }

    String task(TaskStatus.State from, TaskStatus.State to, int task, int retry) {
        return "Task state is updated from %s to %s on %s.".formatted(from, to, instance(task, retry));
    }

    String taskFailed(TaskStatus.State from, int task, int retry, TaskEnd end) {
        return "Task state is updated from %s to FAILED on %s%s with exit code %d."
                .formatted(
                        from,
                        instance(task, retry),
                        end.reason().map(reason -> " due to " + reason).orElse(""),
                        end.exitCode());
    }

    /** Every attempt has a machine of its own here; its number is derived, so that it stays the same over a restart. */
    private String instance(int task, int retry) {
        String key = uid + "/" + task + "/" + retry;
        long bits = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).getMostSignificantBits();
        return "%s/instances/%d".formatted(zone, bits >>> 1);
    }
}
