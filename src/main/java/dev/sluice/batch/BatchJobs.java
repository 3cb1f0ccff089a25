package dev.sluice.batch;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs of Google Batch. Each method throws {@link dev.sluice.RetryLater} when Batch is unavailable and
 * {@link dev.sluice.GiveUp} when it refuses.
 */
public interface BatchJobs {
    /** The label by which a deployment finds its jobs. */
    String DEPLOYMENT_LABEL = "sluice-deployment";

    /**
     * Creates a job under the id that we derived. Doing it twice creates one: the second time says so. After a
     * {@link dev.sluice.RetryLater} the job may exist; after a {@link dev.sluice.GiveUp} it does not.
     */
    Creation create(JobSpec job);

    /** The job as it is now; empty when there is none under the name. */
    Optional<JobSnapshot> find(JobName name);

    /**
     * Asks for a job's end, which comes later: look for it, don't assume it. None there, or one that has ended or is being
     * cancelled already, is fine.
     */
    void cancel(JobName name);

    /**
     * The jobs of a deployment in a location that have not ended, in no order; pages are fetched as they are read. The snapshots may lack
     * their events.
     *
     * @param deployment the value of the label {@value #DEPLOYMENT_LABEL}
     */
    Stream<JobSnapshot> listOpen(String project, String location, String deployment);

    /** What became of a job that was to be created. */
    enum Creation {
        CREATED,
        /** A job has this id already: ours from before, or somebody else's. */
        ALREADY_EXISTS
    }
}
