package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Notifications of a job's changes, published one after the other from a thread of their own, so that no topic slows a job. Every
 * state is announced, CANCELLED too, of which Google's pages say nothing. The attributes of job messages are as seen in
 * Google's, those of task messages as its pages name them, not seen.
 */
final class Notices implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final byte[] NO_DATA = {};

    private final LocalBatch.Notifier notifier;
    private final String projectNumber;
    private final ExecutorService publisher = Executors.newSingleThreadExecutor(Threads.named("batch-notices"));

    Notices(LocalBatch.Notifier notifier, String projectNumber) {
        this.notifier = notifier;
        this.projectNumber = projectNumber;
    }

    void job(LiveJob job, JobStatus.State now) {
        tell(job, message -> wanted(message, now), Map.of("Type", "JOB_STATE_CHANGED", "NewJobState", now.name()));
    }

    void task(LiveJob job, int task, TaskStatus.State now) {
        tell(
                job,
                message -> wanted(message, now),
                Map.of(
                        "Type",
                        "TASK_STATE_CHANGED",
                        "NewTaskState",
                        now.name(),
                        "TaskName",
                        byNumber(job.name()) + "/taskGroups/group0/tasks/" + task,
                        "TaskUID",
                        job.uid() + "-group0-" + task));
    }

    private static boolean wanted(JobNotification.Message message, JobStatus.State now) {
        boolean about =
                message.getType() == JobNotification.Type.JOB_STATE_CHANGED || message.getNewJobStateValue() != 0;
        return about && (message.getNewJobStateValue() == 0 || message.getNewJobState() == now);
    }

    private static boolean wanted(JobNotification.Message message, TaskStatus.State now) {
        boolean about =
                message.getType() == JobNotification.Type.TASK_STATE_CHANGED || message.getNewTaskStateValue() != 0;
        return about && (message.getNewTaskStateValue() == 0 || message.getNewTaskState() == now);
    }

    private void tell(LiveJob job, Predicate<JobNotification.Message> wanted, Map<String, String> what) {
        for (JobNotification notification : job.definition().getNotificationsList()) {
            if (notification.hasMessage() && wanted.test(notification.getMessage())) {
                Map<String, String> attributes = new TreeMap<>(what);
                attributes.put("JobName", byNumber(job.name()));
                attributes.put("JobUID", job.uid());
                send(notification.getPubsubTopic(), attributes);
            }
        }
    }

    private void send(String topic, Map<String, String> attributes) {
        try {
            publisher.execute(() -> publish(topic, attributes));
        } catch (RejectedExecutionException e) {
            LOG.infof("%s missed %s: this Batch is closing", topic, attributes);
        }
    }

    private void publish(String topic, Map<String, String> attributes) {
        try {
            notifier.publish(topic, attributes, NO_DATA);
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s did not take %s", topic, attributes);
        }
    }

    private String byNumber(JobName job) {
        return JobName.of(projectNumber, job.getLocation(), job.getJob()).toString();
    }

    @Override
    public void close() {
        Threads.finish(publisher, 2);
    }
}
