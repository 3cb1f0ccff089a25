package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * How an attempt ended that another one follows.
 *
 * @param failure what the job met, which was no fault of its own
 * @param ran how long the job was RUNNING
 */
@RegisterForReflection
public record AttemptEnd(Instant at, Failure failure, Duration ran) {}
