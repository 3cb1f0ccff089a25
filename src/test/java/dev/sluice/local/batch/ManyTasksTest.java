package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.ListTasksRequest;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyTasksTest {
    @TempDir
    Path folder;

    private BatchAtWork work;

    @BeforeEach
    void prepare() {
        work = new BatchAtWork(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aThousandTasksEightAtATimeEndWithTheRightCountsAlsoWhenSomeFailAndSomeAreTriedAgain() {
        work.start(LocalBatch.Delays.none());
        // every tenth fails for good, every other hundredth at its first attempt only
        Job.Builder job = script(
                "test $((BATCH_TASK_INDEX % 10)) != 3 && test $((BATCH_TASK_INDEX % 100 + BATCH_TASK_RETRY_ATTEMPT)) != 7");
        job.getTaskGroupsBuilder(0).setTaskCount(1000).setParallelism(8);
        spec(job).setMaxRetryCount(1);
        long begun = System.nanoTime();
        work.client.createJob(BatchAtWork.PARENT, job.build(), "thousand");
        Job ended = await().atMost(Duration.ofMinutes(3))
                .until(
                        () -> work.get("thousand"),
                        got -> JobStates.ended(got.getStatus().getState()));
        System.out.printf("1000 tasks: %d ms%n", (System.nanoTime() - begun) / 1_000_000);

        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("FAILED", 100L, "SUCCEEDED", 900L));
        int failed = 0;
        for (Task task : work.client
                .listTasks(ListTasksRequest.newBuilder()
                        .setParent(ended.getTaskGroups(0).getName())
                        .setPageSize(300)
                        .build())
                .iterateAll()) {
            failed += task.getStatus().getState() == TaskStatus.State.FAILED ? 1 : 0;
        }
        assertThat(failed).isEqualTo(100);
    }

    @Test
    void theMostTasksThatAJobMayHaveAreCountedAndKeptInTheTimeThatTheyTake() {
        work.start(LocalBatch.Delays.none(), LocalBatch.Execution.NOTHING);
        Job.Builder job = script("true");
        job.getTaskGroupsBuilder(0).setTaskCount(100_000).setParallelism(5000);
        long begun = System.nanoTime();
        work.client.createJob(BatchAtWork.PARENT, job.build(), "most");
        Job ended = await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> work.get("most"),
                        got -> JobStates.ended(got.getStatus().getState()));
        System.out.printf("100000 tasks of nothing: %d ms%n", (System.nanoTime() - begun) / 1_000_000);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("SUCCEEDED", 100_000L));
    }
}
