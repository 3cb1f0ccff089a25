package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.Runnable;
import com.google.protobuf.Duration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarrierTest {
    private static final int TASKS = 24;

    @TempDir
    Path folder;

    private BatchAtWork work;
    private Path marks;

    @BeforeEach
    void start() {
        work = BatchAtWork.on(folder);
        marks = folder.resolve("marks");
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void noTaskPassesABarrierBeforeAllHaveReachedItAlsoWithMoreTasksThanTheMachineRunsAtOnce() throws Exception {
        Job ended = work.run("together", job(mark("one"), barrier(), mark("two"), barrier(), mark("three")));

        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        List<String> lines = Files.readAllLines(marks);
        assertThat(lines).hasSize(3 * TASKS);
        assertThat(lines.subList(0, TASKS)).allMatch(line -> line.startsWith("one "));
        assertThat(lines.subList(TASKS, 2 * TASKS)).allMatch(line -> line.startsWith("two "));
        assertThat(lines.subList(2 * TASKS, 3 * TASKS)).allMatch(line -> line.startsWith("three "));
    }

    @Test
    void aTaskThatIsTriedAgainBeforeTheBarrierIsWaitedFor() throws Exception {
        Job.Builder job = job(
                step("test $BATCH_TASK_INDEX != 3 || test $BATCH_TASK_RETRY_ATTEMPT = 1"),
                mark("one"),
                barrier(),
                mark("two"));
        spec(job).setMaxRetryCount(1);
        assertThat(work.run("again", job).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(Files.readAllLines(marks).subList(0, TASKS)).allMatch(line -> line.startsWith("one "));
    }

    @Test
    void aTaskThatHasFailedForGoodIsWaitedForNoLonger() throws Exception {
        Job ended = work.run("one-fails", job(step("test $BATCH_TASK_INDEX != 3"), barrier(), mark("two")));
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .containsEntry("FAILED", 1L)
                .containsEntry("SUCCEEDED", TASKS - 1L);
        assertThat(Files.readAllLines(marks)).hasSize(TASKS - 1);
    }

    @Test
    void aBarriersTimeoutEndsTheWait() {
        Job.Builder job = job(
                step("test $BATCH_TASK_INDEX != 0 || sleep 4242"),
                barrier().setTimeout(Duration.newBuilder().setNanos(300_000_000)));
        spec(job).setMaxRunDuration(Duration.newBuilder().setSeconds(1));
        Job ended = work.run("too-long", job);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .containsEntry("FAILED", (long) TASKS);
        assertThat(ended.getStatus().getStatusEventsList())
                .filteredOn(event -> event.hasTaskExecution())
                .allMatch(event -> event.getTaskExecution().getExitCode() == 50005);
    }

    @Test
    void aCancelledJobLeavesNobodyWaiting() throws Exception {
        Job.Builder job = job(step("test $BATCH_TASK_INDEX != 0 || sleep 4242"), barrier());
        work.client.createJob(BatchAtWork.PARENT, job.build(), "waits");
        work.reaches("waits", State.RUNNING);
        work.client.cancelJobAsync(BatchAtWork.PARENT + "/jobs/waits").get();
        assertThat(work.get("waits").getStatus().getState()).isEqualTo(State.CANCELLED);
    }

    @Test
    void theHostsFileHasAnAddressForEachVm() {
        Job.Builder job = job(step("cat $BATCH_HOSTS_FILE"));
        job.getTaskGroupsBuilder(0).setTaskCount(3).setTaskCountPerNode(1);
        assertThat(work.log(work.run("hosts", job))).contains("\n127.0.0.1\n127.0.0.2\n127.0.0.3\n---");
    }

    private static Job.Builder job(Runnable.Builder... runnables) {
        Job.Builder job = BatchAtWork.job(runnables);
        job.getTaskGroupsBuilder(0).setTaskCount(TASKS);
        return job;
    }

    private Runnable.Builder mark(String word) {
        return step("echo %s $BATCH_TASK_INDEX >> '%s'".formatted(word, marks));
    }

    private static Runnable.Builder step(String text) {
        return Runnable.newBuilder().setScript(Runnable.Script.newBuilder().setText(text));
    }

    private static Runnable.Builder barrier() {
        return Runnable.newBuilder().setBarrier(Runnable.Barrier.newBuilder());
    }
}
