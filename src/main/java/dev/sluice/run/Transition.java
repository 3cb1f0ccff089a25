package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/** A run came into a state at a time; intermediate states may be missing. */
@RegisterForReflection
public record Transition(RunState state, Instant at) {}
