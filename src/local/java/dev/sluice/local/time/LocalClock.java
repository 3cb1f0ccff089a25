package dev.sluice.local.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jboss.logging.Logger;

/**
 * The time of a local cloud. It runs as the machine's does, or stands still, and can be moved forward; it never goes back, since records
 * and events already carry the times before. What was to run {@link #after} a while runs once the clock has come that far, by itself or by
 * being moved, on one thread in the order of due times.
 */
public final class LocalClock implements InstantSource, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(LocalClock.class);

    /** Something that waits for its time. */
    public interface Wait {
        /** It will not run, unless it is running already. */
        void cancel();
    }

    private record Due(Instant at, long order, Runnable task) {}

    private final InstantSource base;
    private final boolean runs;
    private final PriorityQueue<Due> waiting =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Duration offset = Duration.ZERO;
    private long orders;
    private boolean closed;
    private boolean started;

    private LocalClock(InstantSource base, boolean runs) {
        this.base = base;
        this.runs = runs;
    }

    /** Runs as the machine's clock does, until it is moved ahead of it. */
    public static LocalClock running() {
        return new LocalClock(InstantSource.system(), true);
    }

    /** Stands still unless it is moved. */
    public static LocalClock standing(Instant at) {
        return new LocalClock(InstantSource.fixed(at), false);
    }

    @Override
    public synchronized Instant instant() {
        return base.instant().plus(offset);
    }

    /** How far it is ahead of where it would be by itself. */
    public synchronized Duration offset() {
        return offset;
    }

    /**
     * Moves forward.
     *
     * @throws IllegalArgumentException for a move backwards
     */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock cannot go back to %s: it is %s and only moves forward"
                    .formatted(instant().plus(by), instant()));
        }
        offset = offset.plus(by);
        notifyAll();
    }

    /**
     * Moves forward to a moment.
     *
     * @throws IllegalArgumentException for one that has passed
     */
    public synchronized void set(Instant moment) {
        advance(Duration.between(instant(), moment));
    }

    /** Runs a quick task when so much time has passed; at once, on the clock's thread, when the wait is zero or less. */
    public synchronized Wait after(Duration wait, Runnable task) {
        start();
        Due due = new Due(instant().plus(wait), orders++, task);
        waiting.add(due);
        notifyAll();
        return () -> forget(due);
    }

    private synchronized void forget(Due due) {
        waiting.remove(due);
    }

    private void start() {
        if (!started) {
            started = true;
            Thread thread = new Thread(this::run, "local-clock");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            for (Runnable task = next(); task != null; task = next()) {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("something that was to happen now failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is due next; null when closed. */
    private synchronized Runnable next() throws InterruptedException {
        while (!closed) {
            Due first = waiting.peek();
            if (first == null) {
                wait();
                continue;
            }
            long millis =
                    Duration.between(instant(), first.at()).plusNanos(999_999).toMillis();
            if (millis <= 0) {
                return waiting.remove().task();
            }
            wait(runs ? millis : 0);
        }
        return null;
    }

    /** Nothing more will run. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }
}
