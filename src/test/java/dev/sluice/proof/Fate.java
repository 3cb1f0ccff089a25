package dev.sluice.proof;

import dev.sluice.batch.JobState;
import java.util.OptionalInt;

/** What becomes of a job, of which the service learns only by looking. */
enum Fate {
    SUCCEEDS(JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED for job j."),
    SUCCEEDS_WITHOUT_OUTPUT(JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED for job j."),
    FAILS(JobState.FAILED, Reasons.EXIT_CODE_1),
    PREEMPTED(JobState.FAILED, Reasons.PREEMPTED),
    SILENT(JobState.FAILED, Reasons.SILENT),
    REBOOTED(JobState.FAILED, Reasons.REBOOTED),
    HUNG(JobState.FAILED, Reasons.HUNG),
    OVER_TIME(JobState.FAILED, Reasons.OVER_TIME),
    NO_QUOTA(JobState.FAILED, Reasons.NO_QUOTA),
    /** Waits for a machine for ever. */
    STUCK(JobState.SCHEDULED, Reasons.NO_ROOM),
    /** Somebody deletes it. */
    DELETED(JobState.DELETION_IN_PROGRESS, "Job state is set from RUNNING to DELETION_IN_PROGRESS for job j."),
    /** Somebody cancels it in the console. */
    CANCELLED(JobState.CANCELLED, "Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED for job j.");

    final JobState end;
    final String reason;

    Fate(JobState end, String reason) {
        this.end = end;
        this.reason = reason;
    }

    boolean leavesOutput() {
        return this == SUCCEEDS;
    }

    /** Only a job that fails has a task that tells a code; the words tell it too. */
    OptionalInt exitCode() {
        return OptionalInt.empty();
    }
}
