package dev.sluice.batch;

import java.util.Optional;

/**
 * Jobs of Google Batch. Each method throws {@link dev.sluice.RetryLater} when Batch is unavailable and
 * {@link dev.sluice.GiveUp} when it refuses.
 */
public interface BatchJobs {
    /**
     * Creates a job under the id that we derived. Doing it twice creates one: the second time says so. After a
     * {@link dev.sluice.RetryLater} the job may exist; after a {@link dev.sluice.GiveUp} it does not.
     */
    Creation create(JobSpec job);

    /** The job as it is now; empty when there is none under the name. */
    Optional<JobSnapshot> find(JobName name);

    /** What became of a job that was to be created. */
    enum Creation {
        CREATED,
        /** A job has this id already: ours from before, or somebody else's. */
        ALREADY_EXISTS
    }
}
