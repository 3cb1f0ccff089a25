package dev.sluice.proof;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Work that is done piece by piece: it stops where it says so, until it is told to go on. It has a thread of its own, but only one of both,
 * it or whoever tells it, ever runs: that is what makes a simulation with several instances the same each time.
 */
final class Fiber {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore stopped = new Semaphore(0);
    private Optional<Throwable> failure = Optional.empty();
    private boolean ended;

    /** Begins with nothing; {@link #resume} does the first piece. */
    Fiber(Executor threads, Runnable work) {
        threads.execute(() -> {
            go.acquireUninterruptibly();
            try {
                work.run();
            } catch (Throwable e) {
                failure = Optional.of(e);
            } finally {
                ended = true;
                stopped.release();
            }
        });
    }

    /** Does the next piece; whether that was the last one. */
    boolean resume() {
        go.release();
        stopped.acquireUninterruptibly();
        return ended;
    }

    /** Called by the work itself: stops here. */
    void pause() {
        stopped.release();
        go.acquireUninterruptibly();
    }

    /** What the work ended with, where that was no good end. */
    Optional<Throwable> failure() {
        return failure;
    }
}
