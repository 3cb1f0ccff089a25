package dev.sluice.gcp;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.ListJobsRequest;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/** Jobs of Google Batch, over gRPC. */
@ApplicationScoped
class GcpBatchJobs implements BatchJobs {
    private static final Logger LOG = Logger.getLogger(GcpBatchJobs.class);
    private static final int PAGE = 1_000;
    private static final String NOT_ENDED =
            "(status.state=\"QUEUED\" OR status.state=\"SCHEDULED\" OR status.state=\"RUNNING\" OR"
                    + " status.state=\"CANCELLATION_IN_PROGRESS\" OR status.state=\"DELETION_IN_PROGRESS\")";

    private final BatchServiceClient batch;

    GcpBatchJobs(BatchServiceClient batch) {
        this.batch = batch;
    }

    @Override
    public Creation create(JobSpec spec) {
        return GcpErrors.call("create job " + spec.name(), () -> {
            Job job = BatchJobMapper.job(spec);
            try {
                batch.createJob(spec.name().parent(), job, spec.name().id());
                return Creation.CREATED;
            } catch (AlreadyExistsException e) {
                return Creation.ALREADY_EXISTS;
            }
        });
    }

    @Override
    public Optional<JobSnapshot> find(JobName name) {
        return GcpErrors.call("get job " + name, () -> {
            try {
                return Optional.of(JobSnapshots.of(name, batch.getJob(name.toString())));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void cancel(JobName name) {
        GcpErrors.call("cancel job " + name, () -> {
            try {
                batch.cancelJobCallable()
                        .call(CancelJobRequest.newBuilder()
                                .setName(name.toString())
                                .build());
            } catch (NotFoundException | FailedPreconditionException e) {
                LOG.debugf("job %s needs no cancelling: %s", name, e.getMessage());
            }
            return name;
        });
    }

    /** The filter spares us the ended jobs, of which there can be 60 days' worth; what it lets through is looked at again. */
    @Override
    public Stream<JobSnapshot> listOpen(String project, String location, String deployment) {
        String parent = "projects/" + project + "/locations/" + location;
        ListJobsRequest request = ListJobsRequest.newBuilder()
                .setParent(parent)
                .setFilter("labels." + DEPLOYMENT_LABEL + "=\"" + deployment + "\" AND " + NOT_ENDED)
                .setPageSize(PAGE)
                .build();
        String doing = "list jobs in " + parent;
        Iterator<Job> found =
                GcpErrors.call(doing, () -> batch.listJobs(request).iterateAll().iterator());
        Iterator<Job> jobs = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return GcpErrors.call(doing, found::hasNext);
            }

            @Override
            public Job next() {
                return GcpErrors.call(doing, found::next);
            }
        };
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(jobs, Spliterator.NONNULL), false)
                .map(job -> JobSnapshots.of(named(project, location, job), job))
                .filter(job -> deployment.equals(job.labels().get(DEPLOYMENT_LABEL)))
                .filter(job -> !job.state().hasEnded());
    }

    /** The answer may name the project by its number. */
    private static JobName named(String project, String location, Job job) {
        return new JobName(
                project, location, job.getName().substring(job.getName().lastIndexOf('/') + 1));
    }
}
