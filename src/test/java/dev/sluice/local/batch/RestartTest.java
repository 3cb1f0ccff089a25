package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    Path folder;

    private BatchAtWork work;

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aJobThatHadNotBegunBeginsAfterTheRestart() {
        work = new BatchAtWork(folder).start(new LocalBatch.Delays(Duration.ofHours(1), Duration.ZERO));
        Job created = work.client.createJob(BatchAtWork.PARENT, script("true").build(), "waits");
        work.restart();
        Job ended = work.ended("waits");
        assertThat(ended.getUid()).isEqualTo(created.getUid());
        assertThat(ended.getCreateTime()).isEqualTo(created.getCreateTime());
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aTaskThatRanIsAMachineThatWentSilentAndIsRetriedWhenItMayBe() throws Exception {
        work = BatchAtWork.on(folder);
        Path begun = folder.resolve("begun");
        Job.Builder job = script("echo x >> '%s'; test $BATCH_TASK_RETRY_ATTEMPT = 1 || sleep 4242".formatted(begun));
        spec(job).setMaxRetryCount(1);
        Job created = work.client.createJob(BatchAtWork.PARENT, job.build(), "cut-off");
        await().until(() -> Files.exists(begun));

        work.close();
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + created.getUid())))
                .isEmpty();
        work.start(LocalBatch.Delays.none());

        Job ended = work.ended("cut-off");
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(sentences(ended))
                .anyMatch(sentence -> sentence.matches(
                        "Task state is updated from RUNNING to FAILED on zones/europe-west1-[bcd]/instances/[0-9]+"
                                + " due to Batch no longer receives VM updates with exit code 50002\\."));
        assertThat(Files.readAllLines(begun)).hasSize(2);
        assertThat(work.log(ended)).contains("attempt 0 of task 0", "attempt 1 of task 0");
    }

    @Test
    void aTaskThatRanFailsItsJobWhenItMayNotBeRetried() {
        work = BatchAtWork.on(folder);
        work.client.createJob(BatchAtWork.PARENT, script("sleep 4242").build(), "cut-off");
        work.reaches("cut-off", State.RUNNING);
        work.restart();
        Job ended = work.ended("cut-off");
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(sentences(ended)).last().asString().contains("with exit code 50002.");
    }

    @Test
    void anEndedJobLooksTheSameAfterTheRestart() {
        work = BatchAtWork.on(folder);
        Job ended = work.run("done", script("exit 4"));
        work.restart();
        assertThat(work.get("done")).isEqualTo(ended);
    }

    @Test
    void whatAnEmulatorThatWasKilledHasLeftRunningIsEndedAtTheNextStart() throws Exception {
        work = BatchAtWork.on(folder);
        Path begun = folder.resolve("begun");
        Job created = work.client.createJob(
                BatchAtWork.PARENT,
                script("touch '%s'; sleep 4242".formatted(begun)).build(),
                "killed");
        await().until(() -> Files.exists(begun));
        work.close();
        Process left = new ProcessBuilder("sh", "-c", "trap '' TERM; while :; do sleep 1; done").start();
        ProcessBuilder orphan = new ProcessBuilder("sleep", "4242");
        orphan.environment().put("BATCH_JOB_UID", created.getUid());
        orphan.environment().put("BATCH_TASK_INDEX", "0");
        Process ours = orphan.start();
        try {
            work.start(LocalBatch.Delays.none());
            work.ended("killed");
            assertThat(ours.onExit()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(left.isAlive()).isTrue();
        } finally {
            left.destroyForcibly();
            ours.destroyForcibly();
        }
    }
}
