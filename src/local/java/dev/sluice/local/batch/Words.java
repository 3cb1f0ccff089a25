package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.Optional;

/** Batch's sentences about one job, letter for letter as Google's status events have them. */
@Fidelity(
        what = "Status events of jobs and tasks in Batch's own sentences, with VM, reason and exit code",
        verified = {Verified.DOCUMENTED, Verified.REPORTED},
        by = {"JobLifeTest", "TaskFaultsTest"},
        simplified =
                "Google's troubleshooting page writes `due to Spot Preemption` where events met by others say `due to Spot VM preemption`; the latter is used")
record Words(String jobByNumber, String uid) {
    /** Between SCHEDULED and QUEUED in the events of a job that gets no VM; no state of the API. */
    private static final String PENDING = "SCHEDULED_PENDING_QUEUED";

    static Words of(Job job, String projectNumber) {
        JobName name = JobName.parse(job.getName());
        return new Words(
                JobName.of(projectNumber, name.getLocation(), name.getJob()).toString(), job.getUid());
    }

    String job(JobStatus.State from, JobStatus.State to) {
        return job(from.name(), to.name());
    }

    private String job(String from, String to) {
        return "Job state is set from %s to %s for job %s.".formatted(from, to, jobByNumber);
    }

    String backFromScheduled() {
        return job("SCHEDULED", PENDING);
    }

    String backToQueued() {
        return job(PENDING, "QUEUED");
    }

    /** Of a job that waited too long; Google documents the limit and no sentence, so the second one is ours. */
    String queuedTooLong() {
        return "%s Job failed because it was queued for longer than 2 days."
                .formatted(job(JobStatus.State.QUEUED, JobStatus.State.FAILED));
    }

    /** Of a job that ran too long; the second sentence is ours, as with {@link #queuedTooLong}. */
    String ranTooLong() {
        return "%s Job failed because it was running for longer than 14 days."
                .formatted(job(JobStatus.State.RUNNING, JobStatus.State.FAILED));
    }

    String jobFailed(JobStatus.State from, int task, String taskEvent) {
        return "%s Job failed due to task failures. For example, task with index %d failed, failed task event description is %s"
                .formatted(job(from, JobStatus.State.FAILED), task, taskEvent);
    }

    String overQuota(int tries, Fleet.Quota quota, String region) {
        return noVm(
                "QUOTA_EXCEEDED",
                tries,
                "Quota '%s' exceeded.  Limit: %.1f in region %s."
                        .formatted(quota.metric(), (double) quota.limit(), region));
    }

    /** The sentence of Compute Engine that Batch passes on when it does say why a job gets no VM. */
    String zoneExhausted(int tries, String zone) {
        String project = jobByNumber.split("/")[1];
        return noVm(
                "ZONE_RESOURCE_POOL_EXHAUSTED",
                tries,
                ("The zone 'projects/%s/zones/%s' does not have enough resources available to fulfill the request."
                                + "  Try a different zone, or try again later.")
                        .formatted(project, zone));
    }

    private String noVm(String code, int tries, String why) {
        return "VM in Managed Instance Group meets error: Batch Error: code - CODE_GCE_%s, description - error count is %d, latest message example: Instance '%s-group0-0-0000' creation failed: %s"
                .formatted(code, tries, uid, why);
    }

    String task(TaskStatus.State from, TaskStatus.State to, Optional<String> place) {
        return "Task state is updated from %s to %s%s.".formatted(from, to, on(place));
    }

    String taskFailed(TaskStatus.State from, Optional<String> place, TaskEnd end) {
        return "Task state is updated from %s to FAILED%s%s with exit code %d."
                .formatted(
                        from,
                        on(place),
                        end.reason().map(reason -> " due to " + reason).orElse(""),
                        end.exitCode());
    }

    private static String on(Optional<String> place) {
        return place.map(vm -> " on " + vm).orElse("");
    }
}
