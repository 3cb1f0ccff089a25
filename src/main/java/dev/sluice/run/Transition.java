package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A run came into a state at a time; intermediate states may be missing.
 *
 * @param attempt whose job was in that state; 0 before the first one
 */
@RegisterForReflection
public record Transition(RunState state, Instant at, int attempt) {}
