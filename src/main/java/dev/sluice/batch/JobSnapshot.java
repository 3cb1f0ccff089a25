package dev.sluice.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A job as Batch showed it when asked.
 *
 * @param uid Batch's own id, which a job deleted and created again does not share
 * @param events oldest first
 * @param created when Batch accepted it
 * @param ran how long it has been RUNNING
 */
public record JobSnapshot(
        JobName name,
        String uid,
        JobState state,
        Map<String, String> labels,
        List<StatusEvent> events,
        Instant created,
        Duration ran) {
    public JobSnapshot {
        labels = Map.copyOf(labels);
        events = List.copyOf(events);
    }
}
