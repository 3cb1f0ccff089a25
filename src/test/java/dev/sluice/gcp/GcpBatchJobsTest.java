package dev.sluice.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.BatchServiceClient;
import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import dev.sluice.contract.BatchJobsContract;
import dev.sluice.contract.JobSpecs;
import dev.sluice.flow.LocalClouds;
import dev.sluice.local.LocalCloud;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpBatchJobsTest extends BatchJobsContract {
    @TempDir
    static Path data;

    private static LocalCloud cloud;
    private static BatchServiceClient batch;

    @BeforeAll
    static void start() throws Exception {
        cloud = LocalClouds.withoutProcesses(data);
        cloud.pubsub().createTopic(cloud.topic("sluice-batch-notifications"));
        batch = Clients.of(cloud).producers().batch();
    }

    @AfterAll
    static void stop() {
        batch.close();
        cloud.close();
    }

    @Override
    protected BatchJobs jobs() {
        return new GcpBatchJobs(batch);
    }

    /** No zone has room for it. */
    @Override
    protected JobSpec waiting(String id) {
        JobSpec job = JobSpecs.container(id);
        Map<String, String> labels = new HashMap<>(job.labels());
        labels.put("local-fault", "zone-exhausted");
        return new JobSpec(
                job.name(),
                labels,
                job.body(),
                job.environment(),
                job.mounts(),
                job.serviceAccount(),
                job.notificationTopic());
    }

    @Test
    void aJobThatEndedSaysHow() {
        JobSpec job = JobSpecs.container("ends");
        jobs().create(job);

        JobSnapshot ended = await().until(
                        () -> jobs().find(job.name()).orElseThrow(), found -> found.state() == JobState.SUCCEEDED);

        assertThat(ended.events()).last().satisfies(event -> assertThat(event.description())
                .contains("Job state is set from RUNNING to SUCCEEDED"));
        assertThat(ended.ran()).isGreaterThanOrEqualTo(Duration.ZERO);
    }

    @Test
    void aRawJobIsCreatedToo() {
        JobSpec job = JobSpecs.raw(
                "raw",
                """
                {"taskGroups": [{"taskSpec": {"runnables": [{"script": {"text": "true"}}]}}]}
                """);
        assertThat(jobs().create(job)).isEqualTo(BatchJobs.Creation.CREATED);
    }

    @Test
    void aJobThatBatchRefusesIsToBeGivenUpOnWithBatchsWords() {
        JobSpec job = JobSpecs.raw("refused", "{\"taskGroups\": [{\"taskSpec\": {}}]}");
        assertThatThrownBy(() -> jobs().create(job))
                .isInstanceOf(GiveUp.class)
                .hasMessageContaining("create job projects/demo/locations/europe-west1/jobs/refused")
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void aBatchThatDoesNotAnswerIsToBeTriedLater() throws Exception {
        LocalCloud gone = LocalClouds.withoutProcesses(data.resolve("gone"));
        try (BatchServiceClient client = Clients.of(gone).producers().batch()) {
            gone.close();
            BatchJobs jobs = new GcpBatchJobs(client);
            assertThatThrownBy(() -> jobs.create(JobSpecs.container("late"))).isInstanceOf(RetryLater.class);
            assertThatThrownBy(() -> jobs.find(new JobName("demo", "europe-west1", "late")))
                    .isInstanceOf(RetryLater.class);
        }
    }
}
