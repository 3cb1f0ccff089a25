package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;

/**
 * Who is creating the job of an accepted run, or announcing a run that ended without one, and since when.
 *
 * @param token drawn at random by the delivery that wrote the record
 */
@RegisterForReflection
public record Lease(String token, Instant since) {
    /** After this long whoever held it is taken to have died: longer than a request may last after its record was written. */
    public static final Duration LASTS = Duration.ofSeconds(60);

    boolean isOver(Instant now) {
        return now.isAfter(since.plus(LASTS));
    }
}
