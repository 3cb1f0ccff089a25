package dev.sluice.proof;

import dev.sluice.RetryLater;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A Batch at the other end of a wire. */
final class WiredJobs implements BatchJobs {
    private final BatchJobs jobs;
    private final Wire wire;

    WiredJobs(BatchJobs jobs, Wire wire) {
        this.jobs = jobs;
        this.wire = wire;
    }

    @Override
    public Creation create(JobSpec job) {
        return wire.pass(new Call<>(
                true,
                () -> "createJob " + Words.of(job.name()),
                () -> jobs.create(job),
                unknown("create job " + job.name())));
    }

    @Override
    public Optional<JobSnapshot> find(JobName name) {
        return wire.pass(Call.look(() -> "getJob " + Words.of(name), () -> jobs.find(name)));
    }

    @Override
    public void cancel(JobName name) {
        wire.pass(new Call<>(
                true,
                () -> "cancelJob " + Words.of(name),
                () -> {
                    jobs.cancel(name);
                    return true;
                },
                unknown("cancel job " + name)));
    }

    @Override
    public Stream<JobSnapshot> listOpen(String project, String location, String deployment) {
        List<JobSnapshot> listed =
                wire.pass(Call.look(() -> "listJobs in " + location, () -> jobs.listOpen(project, location, deployment)
                        .toList()));
        return listed.stream();
    }

    private static <T> Supplier<T> unknown(String doing) {
        return () -> {
            throw new RetryLater(doing, new IOException("DEADLINE_EXCEEDED"));
        };
    }
}
