package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobNotification.Message;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.TaskStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {
    private static final String TOPIC = "projects/demo/topics/batch";

    @TempDir
    Path folder;

    private BatchAtWork work;

    @BeforeEach
    void start() {
        work = BatchAtWork.on(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void everyStateIsAnnouncedToWhoWantsAllAndOneToWhoWantsOne() {
        Job ended = work.run(
                "told",
                notify(
                        script("true"),
                        Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED),
                        Message.newBuilder()
                                .setType(JobNotification.Type.JOB_STATE_CHANGED)
                                .setNewJobState(State.SUCCEEDED),
                        Message.newBuilder()
                                .setType(JobNotification.Type.TASK_STATE_CHANGED)
                                .setNewTaskState(TaskStatus.State.RUNNING)));
        await().until(() -> work.notices.size() >= 6);

        assertThat(topic(0)).containsExactly("QUEUED", "SCHEDULED", "RUNNING", "SUCCEEDED");
        assertThat(topic(1)).containsExactly("SUCCEEDED");
        String name = "projects/770252724889/locations/europe-west1/jobs/told";
        assertThat(work.notices)
                .filteredOn(n -> n.topic().equals(TOPIC + 1))
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.attributes())
                            .isEqualTo(Map.of(
                                    "Type",
                                    "JOB_STATE_CHANGED",
                                    "JobName",
                                    name,
                                    "JobUID",
                                    ended.getUid(),
                                    "NewJobState",
                                    "SUCCEEDED"));
                    assertThat(notice.data()).isEmpty();
                    assertThat(notice.seen()).isEqualTo(State.SUCCEEDED);
                });
        assertThat(work.notices)
                .filteredOn(n -> n.topic().equals(TOPIC + 2))
                .singleElement()
                .satisfies(notice -> assertThat(notice.attributes())
                        .containsEntry("Type", "TASK_STATE_CHANGED")
                        .containsEntry("NewTaskState", "RUNNING")
                        .containsEntry("TaskName", name + "/taskGroups/group0/tasks/0"));
    }

    @Test
    void withoutAMessageNobodyIsToldAndABrokenTopicBreaksNoJob() {
        work.notifierBroken = true;
        Job.Builder job = notify(script("true"), Message.newBuilder().setNewJobState(State.RUNNING));
        job.addNotifications(JobNotification.newBuilder().setPubsubTopic("projects/demo/topics/nobody"));
        assertThat(work.run("broken-topic", job).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        await().until(() -> !work.notices.isEmpty());
        assertThat(work.run("after", script("true")).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(work.notices).hasSize(1);
    }

    private List<String> topic(int number) {
        return work.notices.stream()
                .filter(notice -> notice.topic().equals(TOPIC + number))
                .map(notice -> notice.attributes().get("NewJobState"))
                .toList();
    }

    private static Job.Builder notify(Job.Builder job, Message.Builder... messages) {
        for (int i = 0; i < messages.length; i++) {
            job.addNotifications(
                    JobNotification.newBuilder().setPubsubTopic(TOPIC + i).setMessage(messages[i]));
        }
        return job;
    }
}
