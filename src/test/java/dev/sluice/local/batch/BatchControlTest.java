package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.rpc.Code;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the local cloud's controls reach of Batch. */
class BatchControlTest {
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
    void aCreateJobMayBeAppliedAndStillAnswerDeadlineExceeded() {
        work.faults.add(Fault.of(Service.BATCH, Kind.ANSWER_LOST)
                .at("CreateJob")
                .code(Code.DEADLINE_EXCEEDED)
                .times(1));
        Job job = script("true").build();
        assertThatThrownBy(() -> work.client.createJob(BatchAtWork.PARENT, job, "lost"))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(work.ended("lost").getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThatThrownBy(() -> work.client.createJob(BatchAtWork.PARENT, job, "lost"))
                .isInstanceOf(AlreadyExistsException.class);
    }

    @Test
    void aCreateJobMayBeRefusedAndNotApplied() {
        work.faults.add(Fault.of(Service.BATCH, Kind.REFUSED).at("CreateJob").times(1));
        Job job = script("true").build();
        assertThatThrownBy(() -> work.client.createJob(BatchAtWork.PARENT, job, "refused"))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> work.get("refused")).isInstanceOf(NotFoundException.class);
        assertThat(work.run("refused", job.toBuilder()).getStatus().getState()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void createJobIsThrottledAboveARate() {
        work.faults.add(Fault.of(Service.BATCH, Kind.THROTTLED).at("CreateJob").rate(0.001));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2; i++) {
                        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "throttled-" + i);
                    }
                })
                .isInstanceOf(ResourceExhaustedException.class);
    }

    @Test
    void theStateTellsOfJobsTasksAndVms() throws Exception {
        work.client.createJob(BatchAtWork.PARENT, script("sleep 4242").build(), "runs");
        work.run("done", script("true"));
        work.reaches("runs", State.RUNNING);
        JsonNode state = new ObjectMapper().valueToTree(work.batch.state());
        assertThat(state.at("/states/RUNNING").asInt()).isEqualTo(1);
        assertThat(state.at("/states/SUCCEEDED").asInt()).isEqualTo(1);
        assertThat(state.at("/jobs/1/name").asText()).isEqualTo(BatchAtWork.PARENT + "/jobs/runs");
        assertThat(state.at("/jobs/1/vms").asInt()).isEqualTo(1);
        assertThat(state.at("/jobs/0/tasks/SUCCEEDED").asInt()).isEqualTo(1);
        assertThat(state.at("/fleet/vms/europe-west1-b").asInt()).isEqualTo(1);
        assertThat(state.at("/fleet/usage/europe-west1/CPUS").asInt()).isEqualTo(2);
    }

    @Test
    void aResetEndsAndForgetsEverythingAndServingGoesOn() throws Exception {
        Job created = work.client.createJob(
                BatchAtWork.PARENT,
                script("trap '' TERM; sleep 4242 & sleep 4242").build(),
                "runs");
        Set<String> mark = Set.of("BATCH_JOB_UID=" + created.getUid());
        await().until(() -> !ProcessTable.withEnvironment(mark).isEmpty());
        work.run("done", script("true"));

        work.batch.reset();

        assertThat(ProcessTable.withEnvironment(mark)).isEmpty();
        assertThat(work.client.listJobs(BatchAtWork.PARENT).iterateAll()).isEmpty();
        assertThat(work.data.resolve(".sluice/batch/jobs")).isEmptyDirectory();
        assertThat(work.data.resolve(".sluice/batch/logs")).doesNotExist();
        assertThat(work.run("done", script("true")).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        work.restart();
        assertThatThrownBy(() -> work.get("runs")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSlowCallIsAppliedWhenTheClockHasComeThatFar() throws Exception {
        work.faults.add(Fault.of(Service.BATCH, Kind.SLOW).at("CreateJob").delay(Duration.ofSeconds(30)));
        var answer = work.client
                .createJobCallable()
                .futureCall(com.google.cloud.batch.v1.CreateJobRequest.newBuilder()
                        .setParent(BatchAtWork.PARENT)
                        .setJobId("slow")
                        .setJob(script("true"))
                        .build());
        await().until(() -> work.faults.all().stream()
                .allMatch(fault -> work.faults.strikes(fault.id()).orElse(0L) == 1));
        assertThatThrownBy(() -> work.get("slow")).isInstanceOf(NotFoundException.class);
        work.clock.advance(Duration.ofSeconds(30));
        assertThat(answer.get().getStatus().getState()).isEqualTo(State.QUEUED);
    }
}
