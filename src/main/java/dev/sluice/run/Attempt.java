package dev.sluice.run;

import dev.sluice.batch.JobSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * One Batch job made for a run.
 *
 * @param number from 1
 * @param job everything needed to create it, again if need be
 * @param jobUid Batch's own id, once seen
 * @param intent why we want the job cancelled, written down before Batch is asked to
 * @param end how it ended, where another attempt follows; the last one's end is the run's verdict
 */
@RegisterForReflection
public record Attempt(
        int number, JobSpec job, Optional<String> jobUid, Optional<Intent> intent, Optional<AttemptEnd> end) {
    /** One that nobody has seen at Batch yet. */
    static Attempt planned(int number, JobSpec job) {
        return new Attempt(number, job, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Attempt seen(String uid) {
        return new Attempt(number, job, Optional.of(uid), intent, end);
    }

    Attempt unwanted(Intent why) {
        return new Attempt(number, job, jobUid, Optional.of(why), end);
    }

    Attempt ended(AttemptEnd how) {
        return new Attempt(number, job, jobUid, intent, Optional.of(how));
    }
}
