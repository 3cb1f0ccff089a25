package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicyOrTemplate;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.LifecyclePolicy;
import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFaultsTest {
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

    @ParameterizedTest
    @CsvSource({
        "preempted, 50001, Spot VM preemption",
        "vm-silent, 50002, Batch no longer receives VM updates",
        "vm-rebooted, 50003, VM is rebooted during task execution",
        "vm-unresponsive, 50004, tasks cannot be canceled",
        "vm-recreated, 50006, VM is recreated during task execution"
    })
    void anAccidentEndsTheAttemptInBatchsWords(String kind, int exitCode, String reason) throws Exception {
        work.faults.add(
                Fault.of(Service.BATCH, Kind.of(kind)).about("jobs/struck/").delay(Duration.ofHours(1)));
        Path begun = folder.resolve("begun");
        Job created = work.client.createJob(
                BatchAtWork.PARENT,
                spot(script("touch '%s'; sleep 4242".formatted(begun))).build(),
                "struck");
        await().until(() -> Files.exists(begun));
        work.clock.advance(Duration.ofHours(1));

        Job ended = work.ended("struck");
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        String task =
                "Task state is updated from RUNNING to FAILED on zones/europe-west1-b/instances/[0-9]+ due to %s with exit code %d\\."
                        .formatted(reason, exitCode);
        assertThat(sentences(ended).get(2)).matches(task);
        assertThat(sentences(ended).get(3)).matches("Job state is set from RUNNING to FAILED for job .* is " + task);
        StatusEvent event = ended.getStatus().getStatusEvents(2);
        assertThat(event.getType()).isEqualTo("STATUS_CHANGED");
        assertThat(event.getTaskState()).isEqualTo(TaskStatus.State.FAILED);
        assertThat(event.getTaskExecution().getExitCode()).isEqualTo(exitCode);
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + created.getUid())))
                .isEmpty();
    }

    @Test
    void aPreemptedTaskIsTriedAgainOnAnotherVmAndSucceedsAlthoughAnEventSays50001() {
        work.faults.add(Fault.of(Service.BATCH, Kind.PREEMPTED).times(2));
        Job.Builder job = spot(script("echo $BATCH_TASK_RETRY_ATTEMPT"));
        spec(job).setMaxRetryCount(2);
        Job ended = work.run("again", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(java.util.Map.of("SUCCEEDED", 1L));
        List<String> failures = sentences(ended).stream()
                .filter(sentence -> sentence.endsWith("due to Spot VM preemption with exit code 50001."))
                .toList();
        assertThat(failures).hasSize(2).doesNotHaveDuplicates();
        assertThat(work.log(ended)).contains("\n2\n");
    }

    @Test
    void aRebootedVmGoesOn() {
        work.faults.add(Fault.of(Service.BATCH, Kind.VM_REBOOTED).times(2));
        Job.Builder job = script("true");
        spec(job).setMaxRetryCount(2);
        assertThat(sentences(work.run("reboots", job)).stream()
                        .filter(sentence -> sentence.endsWith("with exit code 50003."))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void thePolicySaysWhetherAnAccidentIsTriedAgain() {
        work.faults.add(Fault.of(Service.BATCH, Kind.VM_SILENT));
        Job.Builder job = script("true");
        spec(job)
                .setMaxRetryCount(5)
                .addLifecyclePolicies(LifecyclePolicy.newBuilder()
                        .setAction(LifecyclePolicy.Action.RETRY_TASK)
                        .setActionCondition(
                                LifecyclePolicy.ActionCondition.newBuilder().addExitCodes(50001)));
        Job ended = work.run("policy", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(ended.getStatus().getStatusEventsList())
                .filteredOn(StatusEvent::hasTaskExecution)
                .hasSize(1);
    }

    @Test
    void onlySpotVmsArePreemptedUnlessTheFaultSaysAny() {
        Fault spot = work.faults.add(Fault.of(Service.BATCH, Kind.PREEMPTED));
        assertThat(work.run("standard", script("true")).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(work.faults.strikes(spot.id())).contains(0L);
        work.faults.add(Fault.of(Service.BATCH, Kind.PREEMPTED).details(java.util.Map.of("any", "true")));
        assertThat(work.run("any", script("true")).getStatus().getState()).isEqualTo(State.FAILED);
    }

    @Test
    void anAccidentStrikesAllTasksOfItsVmAndNoOther() {
        Path begun = folder.resolve("begun");
        work.faults.add(Fault.of(Service.BATCH, Kind.VM_SILENT)
                .details(java.util.Map.of("task", "0"))
                .delay(Duration.ofHours(1)));
        Job.Builder job = script("echo x >> '%s'; test $BATCH_TASK_INDEX = 2 || sleep 4242".formatted(begun));
        job.getTaskGroupsBuilder(0).setTaskCount(3).setTaskCountPerNode(2);
        work.client.createJob(BatchAtWork.PARENT, job.build(), "packed");
        await().until(() -> Files.exists(begun) && Files.readAllLines(begun).size() == 3);
        work.clock.advance(Duration.ofHours(1));

        Job ended = work.ended("packed");
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(java.util.Map.of("FAILED", 2L, "SUCCEEDED", 1L));
        assertThat(sentences(ended).stream()
                        .filter(sentence -> sentence.startsWith("Task state") && sentence.endsWith("50002."))
                        .toList())
                .hasSize(2);
    }

    static Job.Builder spot(Job.Builder job) {
        return job.setAllocationPolicy(AllocationPolicy.newBuilder()
                .addInstances(InstancePolicyOrTemplate.newBuilder()
                        .setPolicy(InstancePolicy.newBuilder().setProvisioningModel(ProvisioningModel.SPOT))));
    }
}
