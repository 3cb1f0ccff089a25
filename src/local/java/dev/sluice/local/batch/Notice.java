package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobNotification.Message;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;
import java.util.Map;
import java.util.TreeMap;

/**
 * One notification.
 *
 * @param subject what changed, and for which of the job's notifications: a later state of the same may take its place
 * @param about the name of the job or task, by project id
 * @param last whether no other state follows
 */
record Notice(String subject, String about, String state, boolean last, String topic, Map<String, String> attributes) {

    static boolean wanted(JobNotification notification, JobStatus.State now) {
        Message message = notification.getMessage();
        boolean about =
                message.getType() == JobNotification.Type.JOB_STATE_CHANGED || message.getNewJobStateValue() != 0;
        return notification.hasMessage()
                && about
                && (message.getNewJobStateValue() == 0 || message.getNewJobState() == now);
    }

    static boolean wanted(JobNotification notification, TaskStatus.State now) {
        Message message = notification.getMessage();
        boolean about =
                message.getType() == JobNotification.Type.TASK_STATE_CHANGED || message.getNewTaskStateValue() != 0;
        return notification.hasMessage()
                && about
                && (message.getNewTaskStateValue() == 0 || message.getNewTaskState() == now);
    }

    /** @param number which of the job's notifications asks for it */
    static Notice of(LiveJob job, int number, JobStatus.State now) {
        Map<String, String> attributes = common(job);
        attributes.put("Type", "JOB_STATE_CHANGED");
        attributes.put("NewJobState", now.name());
        return new Notice(
                number + " " + job.uid(),
                job.name().toString(),
                now.name(),
                JobStates.ended(now),
                topic(job, number),
                attributes);
    }

    /** @param number which of the job's notifications asks for it */
    static Notice of(LiveJob job, int number, int task, TaskStatus.State now) {
        Map<String, String> attributes = common(job);
        attributes.put("Type", "TASK_STATE_CHANGED");
        attributes.put("NewTaskState", now.name());
        attributes.put("TaskName", job.words().jobByNumber() + "/taskGroups/group0/tasks/" + task);
        attributes.put("TaskUID", job.uid() + "-group0-" + task);
        return new Notice(
                number + " " + job.uid() + "/" + task,
                job.groupName() + "/tasks/" + task,
                now.name(),
                isLast(now),
                topic(job, number),
                attributes);
    }

    private static boolean isLast(TaskStatus.State state) {
        return switch (state) {
            case FAILED, SUCCEEDED, UNEXECUTED -> true;
            case PENDING, ASSIGNED, RUNNING, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    private static Map<String, String> common(LiveJob job) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("JobName", job.words().jobByNumber());
        attributes.put("JobUID", job.uid());
        return attributes;
    }

    private static String topic(LiveJob job, int number) {
        return job.definition().getNotifications(number).getPubsubTopic();
    }
}
