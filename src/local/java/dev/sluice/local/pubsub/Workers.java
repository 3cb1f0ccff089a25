package dev.sluice.local.pubsub;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The threads of one server: a few for deliveries, one that watches the time. None of them ever waits for a client. */
record Workers(ExecutorService pool, ScheduledExecutorService timer) implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Workers.class);

    static Workers start() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "local-pubsub");
            thread.setDaemon(true);
            return thread;
        };
        return new Workers(
                Executors.newFixedThreadPool(4, threads), Executors.newSingleThreadScheduledExecutor(threads));
    }

    void repeat(Runnable task, long everyMillis) {
        Runnable guarded = () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                // a repeating task that throws is never run again
                LOG.error("Pub/Sub could not look at its deadlines", e);
            }
        };
        timer.scheduleWithFixedDelay(guarded, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }

    /** Ends the time first, then what is under way. */
    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(2, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
