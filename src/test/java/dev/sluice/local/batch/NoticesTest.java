package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobNotification.Message;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
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
        work = with(LocalBatch.NoticeHabits.every());
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

    @Test
    void aStateThatIsReplacedBeforeItWasToldIsNeverToldButTheEndIs() throws Exception {
        work.close();
        work = with(LocalBatch.NoticeHabits.usual());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        work.onNotice = attributes -> {
            busy.countDown();
            hold(go);
        };
        Message.Builder all = Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED);
        work.client.createJob(BatchAtWork.PARENT, notify(script("true"), all).build(), "first");
        busy.await();
        Job.Builder second = script("true");
        second.addNotifications(
                JobNotification.newBuilder().setPubsubTopic(TOPIC + 9).setMessage(all));
        work.run("second", second);
        go.countDown();

        await().until(() -> topic(9).contains("SUCCEEDED"));
        assertThat(topic(9)).containsExactly("SUCCEEDED");
        await().until(() -> topic(0).contains("SUCCEEDED"));
        assertThat(topic(0)).endsWith("SUCCEEDED");
    }

    @Test
    void aShareOfTheStatesIsLeftOutButNeverAnEnd() {
        work.close();
        work = with(new LocalBatch.NoticeHabits(false, 1, true));
        work.run(
                "told", notify(script("exit 1"), Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED)));
        await().until(() -> !work.notices.isEmpty());
        assertThat(topic(0)).containsExactly("FAILED");
    }

    @Test
    void cancelledIsToldUnlessThatIsTurnedOff() throws Exception {
        Message.Builder all = Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED);
        cancel(notify(script("sleep 4242"), all));
        await().until(() -> topic(0).contains("CANCELLED"));
        work.close();
        work.notices.clear();

        work = with(new LocalBatch.NoticeHabits(false, 0, false));
        work.client.deleteJobAsync(BatchAtWork.PARENT + "/jobs/stopped").get();
        cancel(notify(script("sleep 4242"), all));
        work.run("after", notify(script("true"), all));
        await().until(() -> topic(0).contains("SUCCEEDED"));
        assertThat(topic(0)).contains("CANCELLATION_IN_PROGRESS").doesNotContain("CANCELLED");
    }

    @Test
    void aNotificationIsLostLateOrDoubledOnDemand() {
        work.faults.add(Fault.of(Service.BATCH, Kind.LOST).about("jobs/told/SCHEDULED"));
        work.faults.add(Fault.of(Service.BATCH, Kind.DOUBLED).about("jobs/told/QUEUED"));
        work.faults.add(
                Fault.of(Service.BATCH, Kind.LATE).about("jobs/told/RUNNING").delay(Duration.ofHours(1)));
        work.run("told", notify(script("true"), Message.newBuilder().setType(JobNotification.Type.JOB_STATE_CHANGED)));
        await().until(() -> work.notices.size() >= 3);
        assertThat(topic(0)).containsExactly("QUEUED", "QUEUED", "SUCCEEDED");

        work.clock.advance(Duration.ofHours(1));
        await().until(() -> work.notices.size() >= 4);
        assertThat(topic(0)).containsExactly("QUEUED", "QUEUED", "SUCCEEDED", "RUNNING");
    }

    private void cancel(Job.Builder job) throws Exception {
        work.client.createJob(BatchAtWork.PARENT, job.build(), "stopped");
        work.reaches("stopped", State.RUNNING);
        work.client.cancelJobAsync(BatchAtWork.PARENT + "/jobs/stopped").get();
    }

    private BatchAtWork with(LocalBatch.NoticeHabits habits) {
        BatchAtWork made = new BatchAtWork(folder);
        made.conduct = made.conduct.notices(habits);
        return made.start(LocalBatch.Delays.none());
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
