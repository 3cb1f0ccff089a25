package dev.sluice.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Something that goes on beside the caller's own work. */
record Pending(CompletableFuture<Void> future) {
    static Pending start(Executor executor, Runnable work) {
        return new Pending(CompletableFuture.runAsync(work, executor));
    }

    /** Waits for the end, and fails as the work did. */
    void await() {
        try {
            future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Waits for the end, whatever it is. */
    void settle() {
        future.handle((done, failure) -> done).join();
    }
}
