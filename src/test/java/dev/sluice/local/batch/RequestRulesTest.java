package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.PARENT;
import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.LifecyclePolicy;
import com.google.cloud.batch.v1.ListJobsRequest;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestRulesTest {
    private BatchAtWork work;

    @BeforeAll
    void start(@TempDir Path folder) {
        work = new BatchAtWork(folder).start(LocalBatch.Delays.none(), LocalBatch.Execution.NOTHING);
        for (int i = 0; i < 5; i++) {
            work.run(
                    "list-" + i,
                    script("true").putLabels("user-id", "u" + i % 2).setPriority(i));
        }
    }

    @AfterAll
    void close() {
        work.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Upper",
                "1st",
                "ends-",
                "under_score",
                "a2345678901234567890123456789012345678901234567890123456789012345"
            })
    void anIdThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> work.client.createJob(PARENT, script("true").build(), id))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("job_id field is invalid. \"" + id + "\"");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong("exactly one task group", job -> job.clearTaskGroups()),
                wrong("exactly one task group", job -> job.addTaskGroups(TaskGroup.newBuilder())),
                wrong("at least one runnable", job -> spec(job).clearRunnables()),
                wrong("none of container, script and barrier", job -> spec(job).addRunnables(Runnable.newBuilder())),
                wrong("task_count", job -> job.getTaskGroupsBuilder(0).setTaskCount(100_001)),
                wrong("task_count", job -> job.getTaskGroupsBuilder(0).setTaskCount(-1)),
                wrong("max_retry_count field is invalid. 11 is not from 0 to 10.", job -> spec(job)
                        .setMaxRetryCount(11)),
                wrong(
                        "There are 2",
                        job -> spec(job).addLifecyclePolicies(policy()).addLifecyclePolicies(policy())),
                wrong("job.priority field is invalid. 100 is not from 0 to 99.", job -> job.setPriority(100)),
                wrong("The key \"Team\"", job -> job.putLabels("Team", "x")),
                wrong("reserved", job -> job.putLabels("goog-x", "x")),
                wrong("must be at most 64", job -> {
                    for (int i = 0; i < 65; i++) {
                        job.putLabels("l" + i, "x");
                    }
                }),
                wrong("must be at most 1048576", job -> spec(job)
                        .getRunnablesBuilder(0)
                        .getScriptBuilder()
                        .setText("x".repeat(1 << 20))),
                wrong(
                        "not a time from 0 on",
                        job -> spec(job).getMaxRunDurationBuilder().setSeconds(-1)),
                wrong(
                        "job.allocation_policy field is invalid. all specified locations end up in more than one regions [europe-west1 us-central1].",
                        job -> job.getAllocationPolicyBuilder()
                                .getLocationBuilder()
                                .addAllowedLocations("regions/europe-west1")
                                .addAllowedLocations("zones/us-central1-a")),
                wrong("projects/PROJECT/topics/TOPIC", job -> job.addNotificationsBuilder()
                        .setPubsubTopic("t")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void aJobThatIsNoneIsRefusedWithWhatWouldBeRight(String message, Consumer<Job.Builder> change) {
        Job.Builder job = script("true");
        change.accept(job);
        assertThatThrownBy(() -> work.client.createJob(PARENT, job.build(), "wrong"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(() -> work.get("wrong")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aBarrierThatSomeTasksCanNeverReachIsRefused() {
        Job.Builder job = script("true");
        job.getTaskGroupsBuilder(0).setTaskCount(3).setParallelism(2);
        spec(job).addRunnables(Runnable.newBuilder().setBarrier(Runnable.Barrier.newBuilder()));
        assertThatThrownBy(() -> work.client.createJob(PARENT, job.build(), "barrier"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("task_groups[0].parallelism must be at least task_count, 3; it is 2");
        job.getTaskGroupsBuilder(0).setTaskCount(257).setParallelism(0);
        assertThatThrownBy(() -> work.client.createJob(PARENT, job.build(), "barrier"))
                .isInstanceOf(UnimplementedException.class)
                .hasMessageContaining("at most 256 tasks");
    }

    @Test
    void aTaskThatIsNotThereIsNotFound() {
        assertThatThrownBy(() -> work.client.getTask(PARENT + "/jobs/list-0/taskGroups/group0/tasks/1"))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("was not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "labels.user-id=\"u1\" | list-1 list-3",
                "labels.\"user-id\" = u1 AND priority > 1 | list-3",
                "(status.state=\"RUNNING\" OR status.state=\"QUEUED\") AND (labels.\"user-id\" = \"u1\") | ``",
                "(status.state=\"SUCCEEDED\" OR status.state=\"QUEUED\") AND (labels.\"user-id\" = \"u1\") | list-1 list-3",
                "priority=0 OR priority=4 AND labels.user-id=u0 | list-0 list-4",
                "NOT labels.user-id=u0 | list-1 list-3",
                "name=\"projects/demo/locations/europe-west1/jobs/list-2\" | list-2",
                "labels.user-id:* priority>=3 | list-3 list-4",
                "create_time > \"2020-01-01T00:00:00Z\" AND labels.user-id=u1 | list-1 list-3",
                "create_time < \"2020-01-01T00:00:00Z\" | ``",
            })
    void aFilterChoosesJobs(String filter, String expected) {
        assertThat(ids(filter, "name", 2, "europe-west1"))
                .containsExactlyElementsOf(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"color=red", "status.state=DONE", "name", "(name=a", "name<a", "create_time>yesterday", "name=a)"
            })
    void aFilterThatIsNotUnderstoodSaysWhatIs(String filter) {
        assertThatThrownBy(() -> ids(filter, "", 0, "-"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Understood are name, uid, status.state");
    }

    @Test
    void listsComeInPagesInAnOrderFromEveryLocation() {
        assertThat(ids("labels.user-id:*", "create_time desc", 2, "-"))
                .containsExactly("list-4", "list-3", "list-2", "list-1", "list-0");
        assertThat(ids("", "", 1, "us-central1")).isEmpty();
    }

    private List<String> ids(String filter, String order, int size, String location) {
        ListJobsRequest request = ListJobsRequest.newBuilder()
                .setParent("projects/demo/locations/" + location)
                .setFilter(filter)
                .setOrderBy(order)
                .setPageSize(size)
                .build();
        return Stream.iterate(work.client.listJobs(request).getPage(), page -> page != null, page -> page.getNextPage())
                .flatMap(page -> page.getResponse().getJobsList().stream())
                .map(job -> job.getName().replaceFirst(".*/", ""))
                .toList();
    }

    private static Arguments wrong(String message, Consumer<Job.Builder> change) {
        return Arguments.of(message, change);
    }

    private static LifecyclePolicy policy() {
        return LifecyclePolicy.newBuilder()
                .setAction(LifecyclePolicy.Action.RETRY_TASK)
                .build();
    }
}
