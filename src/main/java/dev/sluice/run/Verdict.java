package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run ended, with all that will be said of it: whoever says it later says the same.
 *
 * @param state a terminal one
 * @param inputReplaced whether another generation of the input, or none, was there at the end; empty where nobody looked
 * @param ran how long the last attempt's job was RUNNING
 * @param cost of all attempts by how long they really ran; empty where a price is not known
 */
@RegisterForReflection
public record Verdict(
        RunState state,
        Instant at,
        Optional<Failure> failure,
        Outputs outputs,
        Optional<Boolean> inputReplaced,
        Optional<Duration> ran,
        Optional<Money> cost) {
    public Verdict {
        if (!state.isTerminal()) {
            throw new IllegalArgumentException("a verdict cannot be " + state);
        }
    }

    /** A run that never became a job. */
    public static Verdict rejected(Instant at, Failure failure) {
        return withoutJob(RunState.REJECTED, at, failure, Optional.empty());
    }

    /**
     * A run whose job could not be created.
     *
     * @param cost of the attempts before
     */
    public static Verdict failed(Instant at, Failure failure, Optional<Money> cost) {
        return withoutJob(RunState.FAILED, at, failure, cost);
    }

    private static Verdict withoutJob(RunState state, Instant at, Failure failure, Optional<Money> cost) {
        return new Verdict(state, at, Optional.of(failure), Outputs.none(), Optional.empty(), Optional.empty(), cost);
    }
}
