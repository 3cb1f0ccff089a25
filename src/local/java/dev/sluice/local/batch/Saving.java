package dev.sluice.local.batch;

import java.util.concurrent.atomic.AtomicBoolean;

/** How a job stands with what is on disk of it. */
final class Saving {
    private final AtomicBoolean behind = new AtomicBoolean();
    private volatile long lastMillis;

    /** @return whether all of it was on disk until now */
    boolean fallsBehind() {
        return behind.compareAndSet(false, true);
    }

    boolean isBehind() {
        return behind.get();
    }

    /** What comes from now on is not written any more. */
    void begins() {
        behind.set(false);
    }

    void took(long millis) {
        lastMillis = millis;
    }

    /** How long it took to write it last. */
    long lastMillis() {
        return lastMillis;
    }
}
