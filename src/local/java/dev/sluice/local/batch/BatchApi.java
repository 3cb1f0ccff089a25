package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.GetJobRequest;
import com.google.cloud.batch.v1.GetTaskRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.ListJobsRequest;
import com.google.cloud.batch.v1.ListJobsResponse;
import com.google.cloud.batch.v1.ListTasksRequest;
import com.google.cloud.batch.v1.ListTasksResponse;
import com.google.cloud.batch.v1.LocationName;
import com.google.cloud.batch.v1.Task;
import com.google.cloud.batch.v1.TaskGroupName;
import com.google.cloud.batch.v1.TaskName;
import com.google.longrunning.Operation;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What Batch's methods mean, whatever wire they came over. Errors are {@link BatchError}. */
final class BatchApi {
    private static final String ALL_LOCATIONS = "-";
    private static final String GROUP = "group0";

    private final Jobs jobs;
    private final JobLife life;
    private final JobMaker maker;
    private final Operations operations;
    private final String projectNumber;

    BatchApi(Jobs jobs, JobLife life, LocalBatch.Options options, Operations operations) {
        this.jobs = jobs;
        this.life = life;
        this.maker = new JobMaker(options.clock());
        this.operations = operations;
        this.projectNumber = options.projectNumber();
    }

    Operations operations() {
        return operations;
    }

    /** Takes up the operations of an earlier life; its jobs must be there again. */
    void resume() throws IOException {
        operations.resume(stored -> life.find(stored.job())
                // another job may have the name by now
                .filter(job -> !Times.instant(job.definition().getCreateTime()).isAfter(stored.began())));
    }

    @Fidelity(
            what =
                    "createJob: the job is QUEUED at once, with name, uid, times and Google's defaults; output-only fields of the"
                            + " request are ignored; without an id it is j-UUID",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh", "go-batch.sh"})
    @Fidelity(
            what =
                    "requestId of createJob: a repeat within 60 minutes gives the same job, also after a restart and whatever else"
                            + " the repeat says; later it is a new request",
            verified = Verified.DOCUMENTED,
            by = {"BatchRepeatsTest", "python-batch.sh"},
            simplified = "forgotten when the job is deleted")
    @Fidelity(
            what = "ALREADY_EXISTS for an id in use, in Google's words",
            verified = Verified.REPORTED,
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh"})
    Job createJob(CreateJobRequest request) {
        return life.create(maker.make(request));
    }

    @Fidelity(
            what = "a name may have the project's number for its id",
            verified = Verified.DOCUMENTED,
            by = "BatchConformanceTest",
            simplified = "one number stands for every project; answers have the id")
    @Fidelity(
            what = "NOT_FOUND in Google's words, with the project's number",
            verified = Verified.REPORTED,
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh"})
    Job getJob(GetJobRequest request) {
        return job(Names.job(request.getName())).view();
    }

    @Fidelity(
            what = "listJobs: pages, filter, orderBy name and create_time with desc, location -",
            verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.REPORTED},
            by = {"BatchConformanceTest", "RequestRulesTest", "gcloud-batch.sh", "python-batch.sh"},
            simplified = "100 jobs a page when no size is given, 1,000 at most; Google does not say its numbers")
    ListJobsResponse listJobs(ListJobsRequest request) {
        LocationName parent = Names.location(request.getParent());
        Predicate<Job> filter = JobFilter.parse(request.getFilter());
        JobOrder order = JobOrder.parse(request.getOrderBy());
        Stream<Job> found = jobs.in(parent.getProject())
                .filter(job -> parent.getLocation().equals(ALL_LOCATIONS)
                        || parent.getLocation().equals(job.name().getLocation()))
                .map(LiveJob::view)
                .filter(filter)
                .sorted(order.jobs());
        String list = "%s|%s|%s".formatted(request.getParent(), request.getFilter(), request.getOrderBy());
        Page.Request page = new Page.Request(request.getPageSize(), request.getPageToken(), list);
        return Page.cut(found, order::key, order.keys(), page).fold((shown, token) -> ListJobsResponse.newBuilder()
                .addAllJobs(shown)
                .setNextPageToken(token)
                .build());
    }

    @Fidelity(
            what = "cancelJob: an operation that ends with the job; FAILED_PRECONDITION for a job that has ended",
            verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.OURS},
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh"},
            simplified = "what Google answers for an ended job is not known")
    Operation cancelJob(CancelJobRequest request) {
        LiveJob job = job(Names.job(request.getName()));
        return operations.once(OperationVerb.CANCEL, request.getName(), request.getRequestId(), key -> {
            if (!life.cancel(job)) {
                throw BatchError.failedPrecondition(
                        "%s is %s: only a job that has not ended can be cancelled".formatted(job.name(), job.state()));
            }
            return operations.begin(OperationVerb.CANCEL, job, key);
        });
    }

    @Fidelity(
            what = "deleteJob: an operation that ends when the job is gone; a running job is stopped first",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh", "go-batch.sh"},
            simplified = "the reason is taken and kept nowhere")
    Operation deleteJob(DeleteJobRequest request) {
        JobName name = Names.job(request.getName());
        return operations.once(OperationVerb.DELETE, request.getName(), request.getRequestId(), key -> {
            LiveJob job = job(name);
            // begun first: an ended job is gone at once, and its operation is to be there by then
            Operation begun = operations.begin(OperationVerb.DELETE, job, key);
            life.delete(job);
            return operations.get(begun.getName());
        });
    }

    @Fidelity(
            what = "tasks: get and list, with pages and the filter State=STATE",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"BatchConformanceTest", "gcloud-batch.sh", "python-batch.sh"})
    Task getTask(GetTaskRequest request) {
        TaskName name = Names.task(request.getName());
        LiveJob job = job(JobName.of(name.getProject(), name.getLocation(), name.getJob()));
        return Names.index(name.getTask())
                .filter(index -> name.getTaskGroup().equals(GROUP))
                .flatMap(job::viewTask)
                .orElseThrow(() -> notFound(request.getName()));
    }

    ListTasksResponse listTasks(ListTasksRequest request) {
        TaskGroupName name = Names.taskGroup(request.getParent());
        LiveJob job = job(JobName.of(name.getProject(), name.getLocation(), name.getJob()));
        if (!name.getTaskGroup().equals(GROUP)) {
            throw notFound(request.getParent());
        }
        Predicate<Task> filter = TaskFilter.parse(request.getFilter());
        String list = "%s|%s".formatted(request.getParent(), request.getFilter());
        return Page.cut(
                        job.viewTasks().stream().filter(filter),
                        BatchApi::position,
                        new Page.Request(request.getPageSize(), request.getPageToken(), list))
                .fold((shown, token) -> ListTasksResponse.newBuilder()
                        .addAllTasks(shown)
                        .setNextPageToken(token)
                        .build());
    }

    /** Sorts as the index does, which has up to six digits. */
    private static String position(Task task) {
        return "%06d".formatted(Integer.parseInt(TaskName.parse(task.getName()).getTask()));
    }

    private LiveJob job(JobName name) {
        Optional<LiveJob> found = life.find(name);
        return found.orElseThrow(() -> notFound(name.toString()));
    }

    private BatchError notFound(String resource) {
        return BatchError.notFound(Names.byNumber(resource, projectNumber));
    }
}
