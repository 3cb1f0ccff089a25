package dev.sluice.batch;

/** A job's state in Batch's words, {@code google.cloud.batch.v1.JobStatus.State}. */
public enum JobState {
    QUEUED,
    SCHEDULED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    DELETION_IN_PROGRESS,
    CANCELLATION_IN_PROGRESS,
    CANCELLED,
    /** No state, or one that this version does not know: nothing follows from it. */
    UNKNOWN;

    /** Whether the job does nothing any more and never will. */
    public boolean hasEnded() {
        return switch (this) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case QUEUED, SCHEDULED, RUNNING, DELETION_IN_PROGRESS, CANCELLATION_IN_PROGRESS, UNKNOWN -> false;
        };
    }
}
