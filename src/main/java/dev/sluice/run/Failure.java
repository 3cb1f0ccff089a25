package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
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

    /** Whether another VM or another place could have done better: the job had no part in it. */
    @JsonIgnore
    public boolean isInfrastructure() {
        return switch (kind) {
            case PREEMPTED, VM, CAPACITY, QUOTA -> true;
            case INVALID_INPUT, GUARDRAIL, BUDGET, APP, TIME_LIMIT, NO_OUTPUT, VANISHED, INTERNAL -> false;
        };
    }
}
