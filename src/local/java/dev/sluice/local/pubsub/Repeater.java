package dev.sluice.local.pubsub;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a task whenever it is asked to: never twice at once, and once more when asked while it ran. */
final class Repeater {
    private final AtomicInteger asked = new AtomicInteger();
    private final Executor executor;
    private final Runnable task;

    Repeater(Executor executor, Runnable task) {
        this.executor = executor;
        this.task = task;
    }

    void ask() {
        if (asked.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException e) {
                // the server is closing: what is not delivered now stays in the journal
                asked.set(0);
            }
        }
    }

    private void run() {
        int seen;
        do {
            seen = asked.get();
            task.run();
        } while (!asked.compareAndSet(seen, 0));
    }
}
