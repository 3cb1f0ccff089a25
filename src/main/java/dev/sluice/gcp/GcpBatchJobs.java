package dev.sluice.gcp;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.Job;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Jobs of Google Batch, over gRPC. */
@ApplicationScoped
class GcpBatchJobs implements BatchJobs {
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
}
