package dev.sluice.local.batch;

import java.time.Duration;
import java.time.Instant;

/** How long a request id is remembered: "at least 60 minutes since the first request", as batch.proto says. */
final class Requests {
    private static final Duration REMEMBERED = Duration.ofMinutes(60);

    private Requests() {}

    /** Whether a request with the same id is the first one again. */
    static boolean repeats(Instant first, Instant now) {
        return !now.isAfter(first.plus(REMEMBERED));
    }
}
