package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.LogsPolicy;
import com.google.cloud.batch.v1.TaskGroup;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.regex.Pattern;

/** What Batch refuses in a job: limits from its quotas page and the comments in job.proto. */
@Fidelity(
        what =
                "limits of a job: 1 MiB, one task group, 100,000 tasks, 5,000 in parallel, priority 0 to 99, 0 to 10 retries, one"
                        + " lifecycle policy, 64 labels",
        verified = Verified.DOCUMENTED,
        by = {"RequestRulesTest", "BatchConformanceTest", "gcloud-batch.sh"},
        simplified = "the sentence after \"FIELD field is invalid.\" is ours")
@Fidelity(
        what =
                "contradictory fields: IN_ORDER without parallelism 1, locations of several regions, a barrier in the background,"
                        + " SPOT with a reservation, RESERVATION_BOUND without one, a notification of jobs and tasks",
        verified = {Verified.DOCUMENTED, Verified.REPORTED, Verified.OURS},
        by = {"RequestRulesTest"},
        simplified = "machine types, images, accounts and networks are not looked up")
final class JobRules {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_TASKS = 100_000;
    private static final int MOST_IN_PARALLEL = 5_000;
    private static final Pattern TOPIC = Pattern.compile("projects/[^/]+/topics/[^/]+");

    private JobRules() {}

    static void check(Job job) {
        Rules.check(
                job.getSerializedSize() <= MOST_BYTES,
                "job",
                "It has %d bytes and must be at most %d.",
                job.getSerializedSize(),
                MOST_BYTES);
        Rules.range("job.priority", job.getPriority(), 0, 99);
        Rules.check(
                job.getTaskGroupsCount() == 1,
                "job.task_groups",
                "There are %d and must be exactly one task group.",
                job.getTaskGroupsCount());
        group(job.getTaskGroups(0));
        AllocationRules.check(job.getAllocationPolicy());
        LabelRules.check("job.labels", job.getLabelsMap());
        job.getNotificationsList().forEach(JobRules::notification);
        Rules.check(
                job.getLogsPolicy().getDestination() != LogsPolicy.Destination.PATH
                        || job.getLogsPolicy().getLogsPath().startsWith("/"),
                "job.logs_policy.logs_path",
                "\"%s\" must be an absolute path when destination is PATH.",
                job.getLogsPolicy().getLogsPath());
    }

    private static void group(TaskGroup group) {
        String field = "job.task_groups[0].";
        Rules.range(field + "task_count", group.getTaskCount(), 0, MOST_TASKS);
        Rules.range(field + "parallelism", group.getParallelism(), 0, MOST_IN_PARALLEL);
        Rules.range(field + "task_count_per_node", group.getTaskCountPerNode(), 0, MOST_TASKS);
        Rules.check(
                group.getSchedulingPolicy() != TaskGroup.SchedulingPolicy.IN_ORDER || group.getParallelism() == 1,
                field + "parallelism",
                "%d must be 1 when scheduling_policy is IN_ORDER.",
                group.getParallelism());
        Rules.check(
                group.getTaskCount() == 0
                        || group.getTaskEnvironmentsCount() == 0
                        || group.getTaskCount() == group.getTaskEnvironmentsCount(),
                field + "task_environments",
                "There are %d for %d tasks: task_count may be left out and must be their number otherwise.",
                group.getTaskEnvironmentsCount(),
                group.getTaskCount());
        long tasks = Math.max(group.getTaskCount(), group.getTaskEnvironmentsCount());
        TaskRules.check(group.getTaskSpec(), tasks, group.getParallelism());
        group.getTaskEnvironmentsList().forEach(each -> TaskRules.environment(field + "task_environments", each));
    }

    private static void notification(JobNotification notification) {
        Rules.check(
                TOPIC.matcher(notification.getPubsubTopic()).matches(),
                "job.notifications.pubsub_topic",
                "\"%s\" is not of the form projects/PROJECT/topics/TOPIC.",
                notification.getPubsubTopic());
        JobNotification.Message message = notification.getMessage();
        boolean ofJob =
                message.getType() == JobNotification.Type.JOB_STATE_CHANGED || message.getNewJobStateValue() != 0;
        boolean ofTask =
                message.getType() == JobNotification.Type.TASK_STATE_CHANGED || message.getNewTaskStateValue() != 0;
        Rules.check(
                !ofJob || !ofTask,
                "job.notifications.message",
                "One message tells of the job or of its tasks, not of both; use two notifications.");
    }
}
