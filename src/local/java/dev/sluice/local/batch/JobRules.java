package dev.sluice.local.batch;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.LogsPolicy;
import com.google.cloud.batch.v1.TaskGroup;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Batch refuses in a job: limits from its quotas page and the comments in job.proto. */
final class JobRules {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_TASKS = 100_000;
    private static final Pattern TOPIC = Pattern.compile("projects/[^/]+/topics/[^/]+");
    private static final Pattern PLACE = Pattern.compile("regions/([a-z0-9-]+)|zones/([a-z0-9-]+)-[a-z]");

    private JobRules() {}

    static void check(Job job) {
        Rules.check(
                job.getSerializedSize() <= MOST_BYTES,
                "job has %d bytes, must be at most %d",
                job.getSerializedSize(),
                MOST_BYTES);
        Rules.range("job.priority", job.getPriority(), 0, 99);
        Rules.check(
                job.getTaskGroupsCount() == 1,
                "job.task_groups has %d, must be exactly one task group",
                job.getTaskGroupsCount());
        group(job.getTaskGroups(0));
        allocation(job.getAllocationPolicy());
        LabelRules.check("job.labels", job.getLabelsMap());
        job.getNotificationsList().forEach(JobRules::notification);
        Rules.check(
                job.getLogsPolicy().getDestination() != LogsPolicy.Destination.PATH
                        || job.getLogsPolicy().getLogsPath().startsWith("/"),
                "job.logs_policy.logs_path \"%s\" must be an absolute path when destination is PATH",
                job.getLogsPolicy().getLogsPath());
    }

    private static void group(TaskGroup group) {
        Rules.range("task_groups[0].task_count (1 when 0)", group.getTaskCount(), 0, MOST_TASKS);
        Rules.range("task_groups[0].parallelism (0 for the most)", group.getParallelism(), 0, MOST_TASKS);
        Rules.range("task_groups[0].task_count_per_node", group.getTaskCountPerNode(), 0, MOST_TASKS);
        Rules.check(
                group.getSchedulingPolicy() != TaskGroup.SchedulingPolicy.IN_ORDER || group.getParallelism() == 1,
                "task_groups[0].parallelism is %d, must be 1 when scheduling_policy is IN_ORDER",
                group.getParallelism());
        long tasks = Math.max(group.getTaskCount(), group.getTaskEnvironmentsCount());
        TaskRules.check(group.getTaskSpec(), tasks, group.getParallelism());
        group.getTaskEnvironmentsList().forEach(TaskRules::environment);
    }

    private static void allocation(AllocationPolicy allocation) {
        Rules.check(
                allocation.getInstancesCount() <= 1,
                "job.allocation_policy.instances has %d, must be at most one",
                allocation.getInstancesCount());
        LabelRules.check("job.allocation_policy.labels", allocation.getLabelsMap());
        Set<String> regions = allocation.getLocation().getAllowedLocationsList().stream()
                .map(JobRules::region)
                .collect(Collectors.toSet());
        Rules.check(
                regions.size() <= 1,
                "job.allocation_policy.location.allowed_locations mixes the regions %s, must be of one",
                regions);
    }

    private static String region(String place) {
        Matcher matcher = PLACE.matcher(place);
        Rules.check(
                matcher.matches(),
                "job.allocation_policy.location.allowed_locations: \"%s\" is neither regions/REGION nor zones/ZONE",
                place);
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private static void notification(JobNotification notification) {
        Rules.check(
                TOPIC.matcher(notification.getPubsubTopic()).matches(),
                "job.notifications: pubsub_topic \"%s\" is not of the form projects/PROJECT/topics/TOPIC",
                notification.getPubsubTopic());
        JobNotification.Message message = notification.getMessage();
        boolean ofJob =
                message.getType() == JobNotification.Type.JOB_STATE_CHANGED || message.getNewJobStateValue() != 0;
        boolean ofTask =
                message.getType() == JobNotification.Type.TASK_STATE_CHANGED || message.getNewTaskStateValue() != 0;
        Rules.check(
                !ofJob || !ofTask,
                "job.notifications: one message tells of the job or of its tasks, not of both; use two notifications");
    }
}
