package dev.sluice.local.pubsub;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes only when a test says so. */
final class MovableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-21T07:30:00.123Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
