package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.LifecyclePolicy;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskStatus;
import com.google.protobuf.Duration;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLifeTest {
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
    void aJobOfThreeTasksRunsAndSucceeds() {
        Job.Builder job = script("echo \"$BATCH_TASK_INDEX of $BATCH_TASK_COUNT\"");
        job.getTaskGroupsBuilder(0).setTaskCount(3).setParallelism(2);

        Job created = work.client.createJob(BatchAtWork.PARENT, job.build(), "three");
        assertThat(created.getStatus().getState()).isEqualTo(State.QUEUED);
        assertThat(created.getName()).isEqualTo(BatchAtWork.PARENT + "/jobs/three");
        assertThat(created.getUid()).matches("three-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9]+");
        assertThat(created.hasCreateTime() && created.hasUpdateTime()).isTrue();

        Job ended = work.ended("three");
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(ended.getTaskGroups(0).getName()).isEqualTo(created.getName() + "/taskGroups/group0");
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .containsOnlyKeys("SUCCEEDED")
                .containsEntry("SUCCEEDED", 3L);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getInstancesList())
                .hasSize(1);
        String name = "projects/770252724889/locations/europe-west1/jobs/three.";
        assertThat(sentences(ended))
                .containsExactly(
                        "Job state is set from QUEUED to SCHEDULED for job " + name,
                        "Job state is set from SCHEDULED to RUNNING for job " + name,
                        "Job state is set from RUNNING to SUCCEEDED for job " + name);
        assertThat(work.log(ended)).contains("attempt 0 of task 0").contains("\n0 of 3\n");
        assertThat(work.client.listTasks(ended.getTaskGroups(0).getName()).iterateAll())
                .extracting(Task::getName)
                .containsExactly(
                        created.getName() + "/taskGroups/group0/tasks/0",
                        created.getName() + "/taskGroups/group0/tasks/1",
                        created.getName() + "/taskGroups/group0/tasks/2");
        Task task = work.client.getTask(created.getName() + "/taskGroups/group0/tasks/2");
        assertThat(task.getStatus().getState()).isEqualTo(TaskStatus.State.SUCCEEDED);
        assertThat(task.getStatus().getStatusEventsList()).noneMatch(StatusEvent::hasTaskExecution);
    }

    @Test
    void neverMoreTasksRunAtOnceThanTheJobAllows() throws Exception {
        Path marks = Files.createDirectories(folder.resolve("marks"));
        Job.Builder job =
                script("mkdir '%1$s/'$BATCH_TASK_INDEX; ls '%1$s' | wc -l; sleep 0.1; rmdir '%1$s/'$BATCH_TASK_INDEX"
                        .formatted(marks));
        job.getTaskGroupsBuilder(0).setTaskCount(6).setParallelism(2);
        Job ended = work.run("two-at-once", job);
        for (int i = 0; i < 6; i++) {
            Path log = work.data.resolve(".sluice/batch/logs/" + ended.getUid() + "/task-" + i + ".log");
            assertThat(Files.readAllLines(log).get(1).strip()).isIn("1", "2");
        }
    }

    @Test
    void aFailedTaskFailsItsJobInBatchsWords() {
        Job ended = work.run("broken", script("echo no >&2; exit 3"));

        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        List<String> sentences = sentences(ended);
        String task =
                "Task state is updated from RUNNING to FAILED on zones/europe-west1-[bcd]/instances/[0-9]+ with exit code 3\\.";
        assertThat(sentences.get(2)).matches(task);
        assertThat(sentences.get(3))
                .matches(
                        "Job state is set from RUNNING to FAILED for job projects/770252724889/locations/europe-west1/jobs/broken\\."
                                + " Job failed due to task failures\\. For example, task with index 0 failed, failed task event description is "
                                + task);
        StatusEvent failure = ended.getStatus().getStatusEvents(2);
        assertThat(failure.getTaskExecution().getExitCode()).isEqualTo(3);
        assertThat(failure.getTaskState()).isEqualTo(TaskStatus.State.FAILED);
        assertThat(work.log(ended)).contains("\nno\n");
    }

    @Test
    void aFailedTaskIsRetriedAsOftenAsItMayBe() {
        Job.Builder job = script("echo again $BATCH_TASK_RETRY_ATTEMPT; test $BATCH_TASK_RETRY_ATTEMPT = 2");
        spec(job).setMaxRetryCount(2);
        Job ended = work.run("third-time", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(work.log(ended)).contains("again 0", "attempt 1 of task 0", "again 1", "again 2");

        Job.Builder tooFew = script("exit 1");
        spec(tooFew).setMaxRetryCount(1);
        assertThat(work.run("too-few", tooFew).getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(work.client
                        .getTask(BatchAtWork.PARENT + "/jobs/too-few/taskGroups/group0/tasks/0")
                        .getStatus()
                        .getStatusEventsList())
                .filteredOn(StatusEvent::hasTaskExecution)
                .hasSize(2);
    }

    @Test
    void theLifecyclePolicySaysWhichExitCodesAreRetried() {
        Job.Builder job = script("echo $BATCH_TASK_RETRY_ATTEMPT; exit 9");
        spec(job)
                .setMaxRetryCount(3)
                .addLifecyclePolicies(LifecyclePolicy.newBuilder()
                        .setAction(LifecyclePolicy.Action.FAIL_TASK)
                        .setActionCondition(
                                LifecyclePolicy.ActionCondition.newBuilder().addExitCodes(9)));
        Job ended = work.run("fail-at-once", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(work.log(ended)).contains("attempt 0").doesNotContain("attempt 1");
    }

    @Test
    void aTaskOverItsTimeFailsWith50005AndLeavesNoProcess() {
        Job.Builder job = script("sleep 4242 & sleep 4242");
        spec(job).setMaxRunDuration(Duration.newBuilder().setNanos(300_000_000));
        Job ended = work.run("slow", job);
        assertThat(ended.getStatus().getState()).isEqualTo(State.FAILED);
        assertThat(sentences(ended).get(2))
                .endsWith(" due to task runs over the maximum runtime with exit code 50005.");
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + ended.getUid())))
                .isEmpty();
    }

    @Test
    void aRunnableHasATimeLimitOfItsOwn() {
        Job ended = work.run(
                "slow-runnable",
                BatchAtWork.job(Runnable.newBuilder()
                        .setScript(Runnable.Script.newBuilder().setText("sleep 4242"))
                        .setTimeout(Duration.newBuilder().setNanos(200_000_000))));
        assertThat(ended.getStatus().getStatusEvents(2).getTaskExecution().getExitCode())
                .isEqualTo(50005);
    }

    @Test
    void cancelEndsEveryProcessOfATaskEvenOneThatHidesAndOneThatWillNotGo() throws Exception {
        String hiding =
                "trap '' TERM; setsid sh -c 'trap \"\" TERM; sleep 4242' & (sleep 4242 &) ; env -i sleep 4242 & sleep 4242";
        Job created = work.client.createJob(BatchAtWork.PARENT, script(hiding).build(), "endless");
        Set<String> mark = Set.of("BATCH_JOB_UID=" + created.getUid());
        Awaitility.await().until(() -> ProcessTable.withEnvironment(mark).size() >= 4);
        Set<ProcessHandle> before = ProcessTable.withEnvironment(mark);

        work.client.cancelJobAsync(created.getName()).get();

        Job ended = work.get("endless");
        assertThat(ended.getStatus().getState()).isEqualTo(State.CANCELLED);
        assertThat(before).noneMatch(ProcessTable::isAlive);
        assertThat(ProcessTable.withEnvironment(mark)).isEmpty();
        assertThat(sentences(ended))
                .anyMatch(s -> s.startsWith("Job state is set from RUNNING to CANCELLATION_IN_PROGRESS for job "))
                .last()
                .asString()
                .startsWith("Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED for job ");
        assertThatThrownBy(() -> work.client.cancelJobAsync(created.getName()).get())
                .hasCauseInstanceOf(FailedPreconditionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "delete", "timeout", "shutdown", "vm lost"})
    void howeverATaskEndsNothingOfItGoesOnThoughItIgnoresSigtermAndHidesItsChildrenAsDaemons(String way)
            throws Exception {
        Path pids = folder.resolve("pids");
        // a daemon that has left the session and its parents, one without the environment, and a child that only
        // ignores SIGTERM
        String hiding =
                """
                trap '' TERM
                (setsid sh -c 'trap "" TERM; echo $$ >> "%1$s"; while :; do sleep 1; done' &)
                env -i sh -c 'trap "" TERM; echo $$ >> "%1$s"; while :; do sleep 1; done' &
                sh -c 'trap "" TERM; echo $$ >> "%1$s"; while :; do sleep 1; done' &
                echo $$ >> "%1$s"
                while :; do sleep 1; done
                """
                        .formatted(pids);
        Job.Builder job = script(hiding);
        if (way.equals("timeout")) {
            spec(job).setMaxRunDuration(Duration.newBuilder().setSeconds(3600));
        }
        if (way.equals("vm lost")) {
            work.faults.add(Fault.of(Fault.Service.BATCH, Kind.VM_SILENT).delay(java.time.Duration.ofHours(1)));
        }
        Job created = work.client.createJob(BatchAtWork.PARENT, job.build(), "hides");
        Awaitility.await()
                .until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 4);
        List<ProcessHandle> all = Files.readAllLines(pids).stream()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();
        assertThat(all).allMatch(ProcessTable::isAlive);

        switch (way) {
            case "cancel" -> work.client.cancelJobAsync(created.getName()).get();
            case "delete" ->
                work.client
                        .deleteJobAsync(DeleteJobRequest.newBuilder()
                                .setName(created.getName())
                                .build())
                        .get();
            case "shutdown" -> work.restart();
            default -> {
                work.clock.advance(java.time.Duration.ofHours(1));
                work.ended("hides");
            }
        }

        assertThat(all).noneMatch(ProcessTable::isAlive);
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + created.getUid())))
                .isEmpty();
    }

    @Test
    void tasksThatHadNoTurnWhenTheirJobWasCancelledAreUnexecuted() throws Exception {
        Job.Builder job = script("sleep 4242");
        job.getTaskGroupsBuilder(0).setTaskCount(3).setParallelism(1);
        work.client.createJob(BatchAtWork.PARENT, job.build(), "many");
        work.reaches("many", State.RUNNING);
        work.client.cancelJobAsync(BatchAtWork.PARENT + "/jobs/many").get();
        assertThat(work.get("many").getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .containsEntry("UNEXECUTED", 2L)
                .containsEntry("FAILED", 1L);
    }

    @Test
    void deleteCancelsARunningJobAndRemovesIt() throws Exception {
        Job created =
                work.client.createJob(BatchAtWork.PARENT, script("sleep 4242").build(), "gone");
        work.reaches("gone", State.RUNNING);

        work.client
                .deleteJobAsync(
                        DeleteJobRequest.newBuilder().setName(created.getName()).build())
                .get();

        assertThatThrownBy(() -> work.client.getJob(created.getName())).isInstanceOf(NotFoundException.class);
        assertThat(ProcessTable.withEnvironment(Set.of("BATCH_JOB_UID=" + created.getUid())))
                .isEmpty();
        assertThat(work.run("gone", script("true")).getStatus().getState()).isEqualTo(State.SUCCEEDED);
        work.restart();
        assertThat(work.get("gone").getUid()).isNotEqualTo(created.getUid());
    }

    @Test
    void anIdIsTakenUntilItsJobIsDeletedButTheSameRequestMayComeAgain() {
        CreateJobRequest request = CreateJobRequest.newBuilder()
                .setParent(BatchAtWork.PARENT)
                .setJobId("twice")
                .setJob(script("true"))
                .setRequestId(UUID.randomUUID().toString())
                .build();
        Job first = work.client.createJob(request);
        assertThat(work.client.createJob(request).getUid()).isEqualTo(first.getUid());
        assertThatThrownBy(() -> work.client.createJob(
                        request.toBuilder().clearRequestId().build()))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining(
                        "Resource \"" + first.getName().replace("projects/demo", "projects/" + BatchAtWork.NUMBER)
                                + "\" already exists");
        work.ended("twice");
        work.restart();
        assertThat(work.client.createJob(request).getUid()).isEqualTo(first.getUid());
    }

    @Test
    void withoutAnIdTheServerMakesOne() {
        Job created = work.client.createJob(CreateJobRequest.newBuilder()
                .setParent(BatchAtWork.PARENT)
                .setJob(script("true"))
                .build());
        assertThat(created.getName()).matches(BatchAtWork.PARENT + "/jobs/[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    }
}
