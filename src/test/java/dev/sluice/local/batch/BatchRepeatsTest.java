package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.PARENT;
import static dev.sluice.local.batch.BatchAtWork.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.OperationMetadata;
import com.google.longrunning.Operation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchRepeatsTest {
    private static final String ID = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

    private BatchAtWork work;

    @BeforeEach
    void start(@TempDir Path folder) {
        work = BatchAtWork.on(folder);
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aRepeatedCreateGivesTheFirstJobForAnHourAlsoAfterARestart() {
        Job first = work.client.createJob(create("first", script("true")));
        work.ended("first");
        work.restart();
        work.clock.advance(Duration.ofMinutes(59));
        Job repeated = work.client.createJob(create("first", script("true")));
        assertThat(repeated.getUid()).isEqualTo(first.getUid());
        assertThat(work.client.createJob(create("other", script("false"))).getUid())
                .as("what else the repeat says does not matter")
                .isEqualTo(first.getUid());
        work.clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> work.client.createJob(create("first", script("true"))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(work.client.createJob(create("other", script("true"))).getUid())
                .isNotEqualTo(first.getUid());
    }

    @Test
    void aRepeatedCreateWithoutAnIdMakesOneJob() {
        Job first = work.client.createJob(create("", script("true")));
        assertThat(work.client.createJob(create("", script("true"))).getName()).isEqualTo(first.getName());
        assertThat(work.client.listJobs(PARENT).iterateAll()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "00000000-0000-0000-0000-000000000000"})
    void aRequestIdThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> work.client.createJob(
                        create("x", script("true")).toBuilder().setRequestId(id).build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("request_id field is invalid.");
    }

    @Test
    void aRepeatedCancelAndDeleteGiveTheirOwnFirstOperations() throws Exception {
        work.client.createJob(PARENT, script("sleep 4242").build(), "x");
        work.reaches("x", State.RUNNING);
        String cancelled = cancel();
        assertThat(cancel()).isEqualTo(cancelled);
        work.reaches("x", State.CANCELLED);
        assertThat(cancel()).as("although the job has ended").isEqualTo(cancelled);
        String deleted = delete();
        assertThat(deleted).isNotEqualTo(cancelled);
        work.restart();
        assertThat(delete()).as("although the job is gone").isEqualTo(deleted);
        Operation done = work.client.getOperationsClient().getOperation(cancelled);
        assertThat(done.getDone()).isTrue();
        assertThat(done.getMetadata().unpack(OperationMetadata.class).hasEndTime())
                .isTrue();
        work.clock.advance(Duration.ofMinutes(61));
        assertThatThrownBy(this::delete).hasMessageContaining("was not found");
    }

    @Test
    void anOperationThatHadNotEndedEndsAfterTheRestart() throws Exception {
        work.client.createJob(PARENT, script("trap '' TERM; sleep 4242").build(), "x");
        work.reaches("x", State.RUNNING);
        String name = cancel();
        work.client.getOperationsClient().cancelOperation(name);
        work.restart();
        Operation done = await().until(() -> work.client.getOperationsClient().getOperation(name), Operation::getDone);
        assertThat(done.getMetadata().unpack(OperationMetadata.class).getRequestedCancellation())
                .isTrue();
        assertThat(work.ended("x").getStatus().getState()).isEqualTo(State.CANCELLED);
    }

    private static CreateJobRequest create(String id, Job.Builder job) {
        return CreateJobRequest.newBuilder()
                .setParent(PARENT)
                .setJobId(id)
                .setJob(job)
                .setRequestId(ID)
                .build();
    }

    private String cancel() throws Exception {
        return work.client
                .cancelJobAsync(CancelJobRequest.newBuilder()
                        .setName(PARENT + "/jobs/x")
                        .setRequestId(ID)
                        .build())
                .getName();
    }

    private String delete() {
        try {
            return work.client
                    .deleteJobAsync(DeleteJobRequest.newBuilder()
                            .setName(PARENT + "/jobs/x")
                            .setRequestId(ID)
                            .build())
                    .getName();
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
