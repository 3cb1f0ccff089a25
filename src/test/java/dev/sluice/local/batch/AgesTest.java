package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgesTest {
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
    void aRecordIsGoneSixtyDaysAfterTheEndAndNotBeforeAlsoOverARestart() {
        work.run("old", script("true"));
        work.clock.advance(Duration.ofDays(59));
        work.run("young", script("true"));
        assertThat(work.get("old").getStatus().getState()).isEqualTo(State.SUCCEEDED);
        work.clock.advance(Duration.ofDays(1));
        awaitGone("old");
        assertThat(work.get("young").getStatus().getState()).isEqualTo(State.SUCCEEDED);

        work.restart();
        assertThatThrownBy(() -> work.get("old")).isInstanceOf(NotFoundException.class);
        work.clock.advance(Duration.ofDays(59));
        awaitGone("young");
        assertThat(work.data.resolve(".sluice/batch/jobs")).isEmptyDirectory();
    }

    @Test
    void aJobThatIsQueuedForTwoDaysFails() {
        work.faults.add(Fault.of(Service.BATCH, Kind.ZONE_EXHAUSTED));
        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "queued");
        work.clock.advance(Duration.ofHours(47));
        assertThat(JobStates.ended(work.get("queued").getStatus().getState())).isFalse();
        work.clock.advance(Duration.ofHours(1));
        Job ended = work.ended("queued");
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(sentences(ended)).last().asString().startsWith("Job state is set from QUEUED to FAILED for job ");
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("UNEXECUTED", 1L));
    }

    @Test
    void aJobThatRunsForFourteenDaysFailsWithAllItsProcessesEnded() {
        Path begun = folder.resolve("begun");
        Job.Builder job = script("touch '%s'; sleep 4242".formatted(begun));
        job.getTaskGroupsBuilder(0).setTaskCount(2).setParallelism(1);
        Job created = work.client.createJob(BatchAtWork.PARENT, job.build(), "runs");
        await().until(() -> Files.exists(begun));
        work.clock.advance(Duration.ofDays(13));
        assertThat(work.get("runs").getStatus().getState()).isEqualTo(State.RUNNING);
        work.clock.advance(Duration.ofDays(1));
        Job ended = work.ended("runs");
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(ended.getStatus().getRunDuration().getSeconds())
                .isBetween(Duration.ofDays(14).toSeconds(), Duration.ofDays(14).toSeconds() + 600);
        assertThat(sentences(ended)).last().asString().endsWith("with exit code 50005.");
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("FAILED", 1L, "UNEXECUTED", 1L));
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + created.getUid())))
                .isEmpty();
    }

    @Test
    void movingTheClockMovesJobsThatWait() {
        work.close();
        work.start(new LocalBatch.Delays(Duration.ofMinutes(2), Duration.ofMinutes(3)));
        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "waits");
        assertThat(work.get("waits").getStatus().getState()).isEqualTo(State.QUEUED);
        work.clock.advance(Duration.ofMinutes(2));
        work.reaches("waits", State.SCHEDULED);
        work.clock.advance(Duration.ofMinutes(3));
        assertThat(work.ended("waits").getStatus().getState()).isEqualTo(State.SUCCEEDED);
    }

    private void awaitGone(String id) {
        await().untilAsserted(() -> assertThatThrownBy(() -> work.get(id)).isInstanceOf(NotFoundException.class));
    }
}
