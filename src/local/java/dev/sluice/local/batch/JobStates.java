package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobStatus.State;

/** What Batch's job states mean for what may happen next. */
final class JobStates {
    private JobStates() {}

    static boolean ended(State state) {
        return switch (state) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case STATE_UNSPECIFIED,
                    QUEUED,
                    SCHEDULED,
                    RUNNING,
                    DELETION_IN_PROGRESS,
                    CANCELLATION_IN_PROGRESS,
                    UNRECOGNIZED -> false;
        };
    }

    static boolean stopping(State state) {
        return state == State.DELETION_IN_PROGRESS || state == State.CANCELLATION_IN_PROGRESS;
    }
}
