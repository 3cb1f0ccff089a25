package dev.sluice.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that goes on beside the caller's own work. Where no thread has begun it by the time it is waited for, the caller does
 * it: requests that hold every thread, each waiting for one more, would wait for ever.
 */
final class Pending {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Runnable work;

    private Pending(Runnable work) {
        this.work = work;
    }

    static Pending start(Executor executor, Runnable work) {
        Pending pending = new Pending(work);
        try {
            executor.execute(pending::doOnce);
        } catch (RejectedExecutionException stopping) {
            // no thread will come: left to the caller
            return pending;
        }
        return pending;
    }

    private void doOnce() {
        if (begun.compareAndSet(false, true)) {
            try {
                work.run();
                end.complete(null);
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        }
    }

    /** Waits for the end, and fails as the work did. */
    void await() {
        doOnce();
        try {
            end.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                // wrapped it would look like a mistake in the event, which is kept and acknowledged
                throw error;
            }
            throw e;
        }
    }

    /** Waits for the end, whatever it is. */
    void settle() {
        doOnce();
        end.handle((done, failure) -> done).join();
    }
}
