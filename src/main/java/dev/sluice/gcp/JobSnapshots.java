package dev.sluice.gcp;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import com.google.protobuf.Timestamp;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import dev.sluice.batch.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/** Batch's answers as snapshots. */
final class JobSnapshots {
    private JobSnapshots() {}

    /** @param name as it was asked for, because the answer may name the project by its number */
    static JobSnapshot of(JobName name, Job job) {
        JobStatus status = job.getStatus();
        return new JobSnapshot(
                name,
                job.getUid(),
                state(status.getState()),
                job.getLabelsMap(),
                status.getStatusEventsList().stream().map(JobSnapshots::event).toList(),
                instant(job.getCreateTime()),
                Duration.ofSeconds(
                        status.getRunDuration().getSeconds(),
                        status.getRunDuration().getNanos()));
    }

    private static StatusEvent event(com.google.cloud.batch.v1.StatusEvent event) {
        return new StatusEvent(
                instant(event.getEventTime()),
                event.getDescription(),
                event.hasTaskExecution()
                        ? OptionalInt.of(event.getTaskExecution().getExitCode())
                        : OptionalInt.empty());
    }

    private static JobState state(JobStatus.State state) {
        return switch (state) {
            case QUEUED -> JobState.QUEUED;
            case SCHEDULED -> JobState.SCHEDULED;
            case RUNNING -> JobState.RUNNING;
            case SUCCEEDED -> JobState.SUCCEEDED;
            case FAILED -> JobState.FAILED;
            case DELETION_IN_PROGRESS -> JobState.DELETION_IN_PROGRESS;
            case CANCELLATION_IN_PROGRESS -> JobState.CANCELLATION_IN_PROGRESS;
            case CANCELLED -> JobState.CANCELLED;
            case STATE_UNSPECIFIED, UNRECOGNIZED -> JobState.UNKNOWN;
        };
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
