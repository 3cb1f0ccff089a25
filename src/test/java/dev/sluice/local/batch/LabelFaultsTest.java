package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.StatusEvent;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelFaultsTest {
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
    void aJobAsksForItsOwnPreemptionsAndNoOtherJobHasThem() {
        Job.Builder job = TaskFaultsTest.spot(script("true"))
                .putLabels("local-fault", "preempted_times-2")
                .putLabels("team", "blue");
        spec(job).setMaxRetryCount(3);
        Job ended = work.run("asks", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(ended.getStatus().getStatusEventsList().stream().filter(StatusEvent::hasTaskExecution))
                .hasSize(2)
                .allMatch(event -> event.getTaskExecution().getExitCode() == 50001);
        assertThat(sentences(work.run("other", TaskFaultsTest.spot(script("true")))))
                .hasSize(3);
    }

    @Test
    void aLabelMayNameOneTaskAndATimeAndSeveralLabelsAddUp() {
        Job.Builder job = script("test $BATCH_TASK_INDEX != 1 || sleep 4242")
                .putLabels("local-fault", "vm-silent_task-1_delay-200ms")
                .putLabels("local-fault-2", "zone-exhausted_times-1");
        job.getTaskGroupsBuilder(0).setTaskCount(12).setTaskCountPerNode(1);
        Job ended = work.run("one", job);
        assertThat(sentences(ended).get(1)).contains("SCHEDULED_PENDING_QUEUED");
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("FAILED", 1L, "SUCCEEDED", 11L));
        assertThat(sentences(ended))
                .last()
                .asString()
                .contains("task with index 1 failed")
                .endsWith("50002.");
    }

    @Test
    void aLabelMayLoseOneNotification() {
        Job.Builder job = script("true").putLabels("local-fault", "lost_state-succeeded");
        for (State wanted : new State[] {State.SUCCEEDED, State.RUNNING}) {
            job.addNotifications(JobNotification.newBuilder()
                    .setPubsubTopic("projects/demo/topics/batch")
                    .setMessage(JobNotification.Message.newBuilder()
                            .setType(JobNotification.Type.JOB_STATE_CHANGED)
                            .setNewJobState(wanted)));
        }
        work.run("loses", job);
        work.run("tells", job.clearLabels());
        await().until(() -> work.notices.stream()
                .anyMatch(notice -> notice.attributes().get("NewJobState").equals("SUCCEEDED")));
        assertThat(work.notices)
                .filteredOn(notice -> notice.attributes().get("JobName").endsWith("/loses"))
                .allMatch(notice -> notice.attributes().get("NewJobState").equals("RUNNING"));
    }

    @Test
    void aQuotaByLabelHasItsNameAndLimit() {
        Job.Builder job =
                script("true").putLabels("local-fault", "quota-exceeded_metric-nvidia-l4-gpus_limit-2_times-1");
        assertThat(sentences(work.run("quota", job)).get(1))
                .endsWith("Quota 'NVIDIA_L4_GPUS' exceeded.  Limit: 2.0 in region europe-west1.");
    }

    @Test
    void anExhaustedZoneMayBeSaid() {
        Job.Builder job = script("true").putLabels("local-fault", "zone-exhausted_said_times-1");
        assertThat(sentences(work.run("said", job)).get(1))
                .contains("Batch Error: code - CODE_GCE_ZONE_RESOURCE_POOL_EXHAUSTED, description - error count is 1,")
                .contains("The zone 'projects/770252724889/zones/europe-west1-b' does not have enough resources");
    }

    @ParameterizedTest
    @CsvSource({
        "eaten, there are",
        "preempted_delay-soon, is no time such as 500ms",
        "preempted_times-x, has no number",
        "preempted_percent-101, probability must be from 0 to 1",
        "preempted_colour-red, there is no setting",
        "refused, strikes calls"
    })
    void aLabelThatIsNoFaultIsRefusedWithTheRightForm(String value, String why) {
        Job job = script("true").putLabels("local-fault", value).build();
        assertThatThrownBy(() -> work.client.createJob(BatchAtWork.PARENT, job, "wrong"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "\"%s\" of \"local-fault\" is no fault of the form KIND[_delay-500ms]".formatted(value))
                .hasMessageContaining(why);
        assertThatThrownBy(() -> work.get("wrong")).isInstanceOf(NotFoundException.class);
    }
}
