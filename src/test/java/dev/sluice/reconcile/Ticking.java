package dev.sluice.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes forward by as much each time somebody looks at it. */
final class Ticking implements InstantSource {
    private final Duration tick;
    private Instant next;

    Ticking(Instant start, Duration tick) {
        this.next = start;
        this.tick = tick;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = next;
        next = next.plus(tick);
        return now;
    }
}
