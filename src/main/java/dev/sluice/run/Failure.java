package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * What went wrong.
 *
 * @param reason as Batch gave it last, or ours
 * @param exitCode of the failing task, where there is one
 * @param hint what a person can do about it
 * @param log where the task's log is, where there is one
 */
@RegisterForReflection
public record Failure(FailureKind kind, String reason, Optional<Integer> exitCode, String hint, Optional<String> log) {
    /** A failure before there was a job. */
    public static Failure of(FailureKind kind, String reason, String hint) {
        return new Failure(kind, reason, Optional.empty(), hint, Optional.empty());
    }
}
