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
 */
@RegisterForReflection
public record Attempt(int number, JobSpec job, Optional<String> jobUid) {
    Attempt seen(String uid) {
        return new Attempt(number, job, Optional.of(uid));
    }
}
