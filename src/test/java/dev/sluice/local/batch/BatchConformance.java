package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.NUMBER;
import static dev.sluice.local.batch.BatchAtWork.PARENT;
import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.CancelJobResponse;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.ListJobsRequest;
import com.google.cloud.batch.v1.ListTasksRequest;
import com.google.cloud.batch.v1.OperationMetadata;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskStatus;
import com.google.cloud.location.GetLocationRequest;
import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.Location;
import com.google.longrunning.Operation;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowingConsumer;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Google's Java client can count on, over either of its transports. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BatchConformance {
    private static final String BY_NUMBER = "projects/" + NUMBER + "/locations/europe-west1";

    private BatchAtWork work;
    private BatchServiceClient client;

    abstract BatchServiceClient client(BatchAtWork work) throws IOException;

    abstract Polled operations(BatchServiceClient client);

    /** Operations as the transport's own client has them. */
    record Polled(Function<String, Operation> get, Consumer<String> delete, Supplier<List<String>> names) {}

    static List<String> names(Iterable<Operation> operations) {
        return StreamSupport.stream(operations.spliterator(), false)
                .map(Operation::getName)
                .toList();
    }

    /** The exception that the client makes of an error: over REST it looks at the HTTP status only. */
    abstract Class<? extends ApiException> seenAs(Code code);

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        work = BatchAtWork.on(folder);
        client = client(work);
    }

    @AfterAll
    void close() {
        client.close();
        work.close();
    }

    @Test
    void aJobIsCreatedQueuedAndFoundWithWhatGoogleAdds() {
        Job.Builder asked = script("true");
        asked.setName("projects/x/locations/y/jobs/z").setUid("mine");
        asked.getStatusBuilder().setState(State.SUCCEEDED);
        spec(asked).setMaxRunDuration(Duration.newBuilder().setSeconds(90).setNanos(500_000_000));
        asked.getAllocationPolicyBuilder()
                .addInstances(AllocationPolicy.InstancePolicyOrTemplate.newBuilder()
                        .setPolicy(AllocationPolicy.InstancePolicy.newBuilder()
                                .setMachineType("n2-standard-4")
                                .setProvisioningModel(ProvisioningModel.SPOT)));
        asked.putLabels("user-id", "root");

        Job created = client.createJob(PARENT, asked.build(), "created");

        assertThat(created.getName()).isEqualTo(PARENT + "/jobs/created");
        assertThat(created.getUid()).startsWith("created-").isNotEqualTo("mine");
        assertThat(created.getStatus().getState()).isEqualTo(State.QUEUED);
        assertThat(created.getCreateTime()).isNotEqualTo(Timestamp.getDefaultInstance());
        assertThat(created.getTaskGroups(0).getTaskCount()).isEqualTo(1);
        assertThat(created.getTaskGroups(0).getTaskSpec().getMaxRunDuration())
                .isEqualTo(spec(asked).getMaxRunDuration());
        assertThat(created.getAllocationPolicy().getInstances(0))
                .isEqualTo(asked.getAllocationPolicy().getInstances(0));
        Job ended = work.ended("created");
        assertThat(client.getJob(created.getName())).isEqualTo(ended);
        assertThat(client.getJob(BY_NUMBER + "/jobs/created")).isEqualTo(ended);
    }

    @Test
    void anIdThatIsLeftOutIsMade() {
        Job created = client.createJob(PARENT, script("true").build(), "");
        assertThat(created.getName()).matches(PARENT + "/jobs/j-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void anIdInUseIsRefused() {
        client.createJob(PARENT, script("true").build(), "twice");
        assertThatThrownBy(() -> client.createJob(PARENT, script("true").build(), "twice"))
                .satisfies(seenAs(Code.ALREADY_EXISTS, "Resource \"" + BY_NUMBER + "/jobs/twice\" already exists"));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        List<ThrowingCallable> calls = List.of(
                () -> client.getJob(PARENT + "/jobs/none"),
                () -> client.deleteJobAsync(PARENT + "/jobs/none").get(),
                () -> client.cancelJobAsync(PARENT + "/jobs/none").get(),
                () -> client.getTask(PARENT + "/jobs/none/taskGroups/group0/tasks/0"),
                () -> client.listTasks(PARENT + "/jobs/none/taskGroups/group0"));
        calls.forEach(call -> assertThatThrownBy(call)
                .satisfies(seenAs(Code.NOT_FOUND, "Resource \"" + BY_NUMBER + "/jobs/none"))
                .hasStackTraceContaining("was not found"));
    }

    @ParameterizedTest
    @CsvSource({"Upper", "1st", "ends-", "under_score"})
    void anIdThatIsNoneIsRefused(String id) {
        assertThatThrownBy(() -> client.createJob(PARENT, script("true").build(), id))
                .satisfies(seenAs(Code.INVALID_ARGUMENT, "job_id field is invalid."));
    }

    @Test
    void aJobWithoutRunnablesIsRefused() {
        Job.Builder job = script("true");
        spec(job).clearRunnables();
        assertThatThrownBy(() -> client.createJob(PARENT, job.build(), "wrong"))
                .satisfies(seenAs(Code.INVALID_ARGUMENT, "job.task_groups[0].task_spec.runnables field is invalid."));
    }

    @Test
    void jobsAreListedInPagesByFilterAndOrder() {
        for (String id : List.of("list-b", "list-a", "list-c")) {
            client.createJob(PARENT, script("true").putLabels("suite", "list").build(), id);
            work.ended(id);
        }
        assertThat(listed("labels.suite=list", "name")).containsExactly("list-a", "list-b", "list-c");
        assertThat(listed("labels.suite=list", "name desc")).containsExactly("list-c", "list-b", "list-a");
        assertThat(listed("labels.suite=list", "create_time")).containsExactly("list-b", "list-a", "list-c");
        assertThat(listed("labels.suite=list", "create_time desc")).containsExactly("list-c", "list-a", "list-b");
        assertThat(listed(
                        "(status.state=\"SUCCEEDED\" OR status.state=\"QUEUED\") AND (labels.\"suite\" = \"list\")"
                                + " AND NOT name:*list-b",
                        "name"))
                .containsExactly("list-a", "list-c");
        assertThat(listed("labels:suite AND create_time > \"2999-01-01T00:00:00Z\"", ""))
                .isEmpty();
    }

    @Test
    void aListRequestThatIsNoneIsRefused() {
        List<ListJobsRequest.Builder> wrong = List.of(
                list().setFilter("color = red"),
                list().setFilter("(name = a"),
                list().setOrderBy("priority"),
                list().setPageToken("never-given"),
                list().setPageSize(-1));
        wrong.forEach(request -> assertThatThrownBy(
                        () -> client.listJobs(request.build()).getPage())
                .as(request.toString())
                .satisfies(seenAs(Code.INVALID_ARGUMENT, "field is invalid.")));
    }

    @Test
    void aPageTokenLeadsOnInItsOwnListOnly() {
        client.createJob(PARENT, script("true").putLabels("suite", "token").build(), "token-a");
        client.createJob(PARENT, script("true").putLabels("suite", "token").build(), "token-b");
        String token = client.listJobs(
                        list().setFilter("labels.suite=token").setPageSize(1).build())
                .getPage()
                .getNextPageToken();
        assertThat(token).isNotEmpty();
        assertThatThrownBy(() -> client.listJobs(
                                list().setPageSize(1).setPageToken(token).build())
                        .getPage())
                .satisfies(seenAs(Code.INVALID_ARGUMENT, "page_token field is invalid."));
    }

    @Test
    void tasksAreFoundAndListed() {
        Job.Builder job = script("test $BATCH_TASK_INDEX != 7");
        job.getTaskGroupsBuilder(0).setTaskCount(12).setParallelism(4);
        client.createJob(PARENT, job.build(), "tasks");
        work.ended("tasks");
        String group = PARENT + "/jobs/tasks/taskGroups/group0";
        assertThat(tasks(group, "", 5)).hasSize(12).extracting(Task::getName).startsWith(group + "/tasks/0");
        assertThat(tasks(group, "State=FAILED", 0)).extracting(Task::getName).containsExactly(group + "/tasks/7");
        Task failed = client.getTask(group + "/tasks/7");
        assertThat(failed.getStatus().getState()).isEqualTo(TaskStatus.State.FAILED);
        assertThat(failed.getStatus().getStatusEventsList())
                .anySatisfy(event ->
                        assertThat(event.getTaskExecution().getExitCode()).isEqualTo(1));
        assertThatThrownBy(() -> client.getTask(group + "/tasks/12")).satisfies(seenAs(Code.NOT_FOUND, ""));
        assertThatThrownBy(() -> tasks(group.replace("group0", "group1"), "", 0))
                .satisfies(seenAs(Code.NOT_FOUND, ""));
        assertThatThrownBy(() -> tasks(group, "colour=red", 0)).satisfies(seenAs(Code.INVALID_ARGUMENT, ""));
    }

    @Test
    void aCancelledJobStaysAndItsOperationEndsWithIt() throws Exception {
        client.createJob(PARENT, script("sleep 4242").build(), "cancelled");
        work.reaches("cancelled", State.RUNNING);
        var cancelling = client.cancelJobAsync(PARENT + "/jobs/cancelled");
        assertThat(cancelling.get(20, TimeUnit.SECONDS)).isEqualTo(CancelJobResponse.getDefaultInstance());
        OperationMetadata metadata = cancelling.getMetadata().get();
        assertThat(metadata.getVerb()).isEqualTo("cancel");
        assertThat(metadata.getTarget()).isEqualTo(PARENT + "/jobs/cancelled");
        assertThat(Timestamps.compare(metadata.getEndTime(), metadata.getCreateTime()))
                .isNotNegative();
        assertThat(work.get("cancelled").getStatus().getState()).isEqualTo(State.CANCELLED);
        assertThatThrownBy(
                        () -> client.cancelJobAsync(PARENT + "/jobs/cancelled").get())
                .satisfies(seenAs(Code.FAILED_PRECONDITION, "CANCELLED"));
    }

    @Test
    void aDeletedJobIsGoneAndItsIdFree() throws Exception {
        client.createJob(PARENT, script("sleep 4242").build(), "deleted");
        work.reaches("deleted", State.RUNNING);
        var deleting = client.deleteJobAsync(DeleteJobRequest.newBuilder()
                .setName(PARENT + "/jobs/deleted")
                .setReason("no longer wanted")
                .build());
        deleting.get(20, TimeUnit.SECONDS);
        assertThat(deleting.getMetadata().get().getVerb()).isEqualTo("delete");
        assertThatThrownBy(() -> client.getJob(PARENT + "/jobs/deleted")).satisfies(seenAs(Code.NOT_FOUND, ""));
        assertThatThrownBy(() -> client.deleteJobAsync(PARENT + "/jobs/deleted").get())
                .satisfies(seenAs(Code.NOT_FOUND, ""));
        client.createJob(PARENT, script("true").build(), "deleted");
        work.ended("deleted");
    }

    @Test
    void operationsAreFoundListedAndForgotten() throws Exception {
        client.createJob(PARENT, script("true").build(), "operated");
        work.ended("operated");
        String name = client.deleteJobAsync(PARENT + "/jobs/operated").getName();
        Polled operations = operations(client);
        Operation done = await().until(() -> operations.get().apply(name), Operation::getDone);
        assertThat(done.getResponse().getTypeUrl()).endsWith("google.protobuf.Empty");
        assertThat(done.getMetadata().unpack(OperationMetadata.class).getApiVersion())
                .isEqualTo("v1");
        assertThat(operations.names().get()).contains(name);
        operations.delete().accept(name);
        assertThat(operations.names().get()).doesNotContain(name);
        assertThatThrownBy(() -> operations.get().apply(name)).satisfies(seenAs(Code.NOT_FOUND, ""));
    }

    @Test
    void regionsAreListed() {
        var regions = StreamSupport.stream(
                        client.listLocations(ListLocationsRequest.newBuilder()
                                        .setName("projects/demo")
                                        .setPageSize(7)
                                        .build())
                                .iterateAll()
                                .spliterator(),
                        false)
                .map(Location::getLocationId)
                .toList();
        assertThat(regions).hasSizeGreaterThan(20).contains("us-central1").isSorted();
        assertThat(client.getLocation(
                                GetLocationRequest.newBuilder().setName(PARENT).build())
                        .getLabelsMap())
                .containsEntry("cloud.googleapis.com/region", "europe-west1");
        assertThatThrownBy(() -> client.getLocation(GetLocationRequest.newBuilder()
                        .setName("projects/demo/locations/moon-east1")
                        .build()))
                .satisfies(seenAs(Code.NOT_FOUND, ""));
    }

    private static ListJobsRequest.Builder list() {
        return ListJobsRequest.newBuilder().setParent(PARENT);
    }

    private List<String> listed(String filter, String order) {
        return StreamSupport.stream(
                        client.listJobs(list().setParent("projects/demo/locations/-")
                                        .setFilter(filter)
                                        .setOrderBy(order)
                                        .setPageSize(2)
                                        .build())
                                .iterateAll()
                                .spliterator(),
                        false)
                .map(job -> job.getName().replaceFirst(".*/", ""))
                .toList();
    }

    private List<Task> tasks(String group, String filter, int size) {
        return StreamSupport.stream(
                        client.listTasks(ListTasksRequest.newBuilder()
                                        .setParent(group)
                                        .setFilter(filter)
                                        .setPageSize(size)
                                        .build())
                                .iterateAll()
                                .spliterator(),
                        false)
                .toList();
    }

    /** The text may be inside of JSON. */
    private ThrowingConsumer<Throwable> seenAs(Code code, String text) {
        return failure -> {
            assertThat(failure instanceof ExecutionException ? failure.getCause() : failure)
                    .isInstanceOf(seenAs(code));
            assertThat(Throwables.getStackTrace(failure).replace("\\\"", "\"")).contains(text);
        };
    }
}
