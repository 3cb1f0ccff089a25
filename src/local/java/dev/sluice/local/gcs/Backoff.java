package dev.sluice.local.gcs;

import java.time.Duration;

/**
 * When an event that was not acknowledged is pushed again: after {@code first}, then twice as long each time up to
 * {@code most}, until it is {@code retention} old. Eventarc's numbers are 10 s, 600 s and 24 h.
 */
public record Backoff(Duration first, Duration most, Duration retention) {
    /** Shorter waits than Google's, since nobody at a laptop waits ten minutes. */
    public static final Backoff LAPTOP =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(24));

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException("backoff from " + first + " to " + most
                    + ": the first wait must be above zero and at most the last");
        }
    }

    Duration before(int attempt) {
        Duration wait = first;
        for (int i = 1; i < attempt && wait.compareTo(most) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(most) < 0 ? wait : most;
    }
}
