package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.StatusEvent;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a job says of its past: its events, when it last changed, how long it ran. Guarded by the job. */
final class JobHistory {
    /** How many failures of tasks a job shows among its own events; each task has all of its own. */
    private static final int SHOWN_FAILURES = 100;

    private final InstantSource clock;
    private final List<StatusEvent> events;
    private int shownFailures;
    private Timestamp updated;
    private Optional<Instant> runningSince = Optional.empty();
    private Duration ran;

    JobHistory(Job stored, InstantSource clock) {
        JobStatus status = stored.getStatus();
        this.clock = clock;
        this.events = new ArrayList<>(status.getStatusEventsList());
        this.shownFailures =
                (int) events.stream().filter(StatusEvent::hasTaskExecution).count();
        this.updated = stored.getUpdateTime();
        this.ran = Times.duration(status.getRunDuration());
        if (status.getState() == State.RUNNING) {
            // the time between two emulators is not counted
            runningSince = Optional.of(clock.instant().minus(ran));
        }
    }

    Timestamp now() {
        updated = Times.timestamp(clock.instant());
        return updated;
    }

    void changed(State to, String description) {
        Instant now = clock.instant();
        updated = Times.timestamp(now);
        say("STATUS_CHANGED", description);
        ran = ranUntil(now);
        runningSince = to == State.RUNNING ? Optional.of(now) : Optional.empty();
    }

    /** Something other than a change of state. */
    void inform(String description) {
        now();
        say("OPERATIONAL_INFO", description);
    }

    void say(String type, String description) {
        events.add(StatusEvent.newBuilder()
                .setType(type)
                .setDescription(description)
                .setEventTime(updated)
                .build());
    }

    void taskFailed(StatusEvent event) {
        if (shownFailures++ < SHOWN_FAILURES) {
            events.add(event);
        }
    }

    Instant updated() {
        return Times.instant(updated);
    }

    Timestamp updateTime() {
        return updated;
    }

    Duration ranUntilNow() {
        return ranUntil(clock.instant());
    }

    private Duration ranUntil(Instant now) {
        return runningSince.map(since -> Duration.between(since, now)).orElse(ran);
    }

    List<StatusEvent> events() {
        return events;
    }
}
