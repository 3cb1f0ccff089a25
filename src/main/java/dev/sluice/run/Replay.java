package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A rejected run was tried once more, as a run of its own.
 *
 * @param times how often by then
 * @param by the latest of these runs
 */
@RegisterForReflection
public record Replay(int times, RunId by, Instant at) {}
