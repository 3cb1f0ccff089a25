package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.CancelJobResponse;
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
import com.google.protobuf.Empty;
import java.time.InstantSource;
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

    BatchApi(Jobs jobs, JobLife life, InstantSource clock) {
        this.jobs = jobs;
        this.life = life;
        this.maker = new JobMaker(clock);
        this.operations = new Operations(clock);
    }

    Operations operations() {
        return operations;
    }

    Job createJob(CreateJobRequest request) {
        return life.create(maker.make(request));
    }

    Job getJob(GetJobRequest request) {
        return job(Names.job(request.getName())).view();
    }

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
        return Page.cut(found, order::key, order.keys(), request.getPageSize(), request.getPageToken())
                .fold((shown, token) -> ListJobsResponse.newBuilder()
                        .addAllJobs(shown)
                        .setNextPageToken(token)
                        .build());
    }

    Operation cancelJob(CancelJobRequest request) {
        LiveJob job = job(Names.job(request.getName()));
        return operations.once(request.getName(), request.getRequestId(), () -> {
            if (!life.cancel(job)) {
                throw BatchError.failedPrecondition(
                        "%s is %s: only a job that has not ended can be cancelled".formatted(job.name(), job.state()));
            }
            return operations.begin("cancel", job.name(), CancelJobResponse.getDefaultInstance(), job.over());
        });
    }

    Operation deleteJob(DeleteJobRequest request) {
        JobName name = Names.job(request.getName());
        return operations.once(request.getName(), request.getRequestId(), () -> {
            LiveJob job = job(name);
            life.delete(job);
            return operations.begin("delete", job.name(), Empty.getDefaultInstance(), job.deleted());
        });
    }

    Task getTask(GetTaskRequest request) {
        TaskName name = Names.task(request.getName());
        LiveJob job = job(JobName.of(name.getProject(), name.getLocation(), name.getJob()));
        return Names.index(name.getTask())
                .filter(index -> name.getTaskGroup().equals(GROUP))
                .flatMap(job::viewTask)
                .orElseThrow(() -> BatchError.notFound(request.getName()));
    }

    ListTasksResponse listTasks(ListTasksRequest request) {
        TaskGroupName name = Names.taskGroup(request.getParent());
        LiveJob job = job(JobName.of(name.getProject(), name.getLocation(), name.getJob()));
        if (!name.getTaskGroup().equals(GROUP)) {
            throw BatchError.notFound(request.getParent());
        }
        return Page.cut(
                        job.viewTasks().stream().filter(TaskFilter.parse(request.getFilter())),
                        task -> "%06d"
                                .formatted(Integer.parseInt(
                                        TaskName.parse(task.getName()).getTask())),
                        request.getPageSize(),
                        request.getPageToken())
                .fold((shown, token) -> ListTasksResponse.newBuilder()
                        .addAllTasks(shown)
                        .setNextPageToken(token)
                        .build());
    }

    private LiveJob job(JobName name) {
        return life.find(name).orElseThrow(() -> BatchError.notFound(name.toString()));
    }
}
