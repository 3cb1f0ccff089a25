package dev.sluice.local.batch;

import dev.sluice.local.time.LocalClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Jobs that wait for VMs: each looks again after a while, longer each time, or when something became free. */
final class Patience {
    private static final int MOST_DOUBLINGS = 20;

    private record Waiter(LiveJob job, long order, LocalClock.Wait alarm, Runnable next) {}

    private final LocalClock clock;
    private final LocalBatch.Waits waits;
    private final Map<LiveJob, Waiter> waiting = new HashMap<>();
    private final Map<LiveJob, Integer> tries = new HashMap<>();
    private long orders;

    Patience(LocalClock clock, LocalBatch.Waits waits) {
        this.clock = clock;
        this.waits = waits;
    }

    /** One more fruitless look; @return which, from 1 */
    synchronized int failed(LiveJob job) {
        return tries.merge(job, 1, Integer::sum);
    }

    /** Looks again after the job's next wait. */
    synchronized void await(LiveJob job, Runnable next) {
        int doublings = Math.min(MOST_DOUBLINGS, tries.getOrDefault(job, 1) - 1);
        Duration grown = waits.first().multipliedBy(1L << doublings);
        Duration wait = grown.compareTo(waits.longest()) < 0 ? grown : waits.longest();
        Waiter waiter = new Waiter(job, orders++, clock.after(wait, () -> due(job)), next);
        Waiter before = waiting.put(job, waiter);
        if (before != null) {
            before.alarm().cancel();
        }
    }

    private void due(LiveJob job) {
        Waiter waiter;
        synchronized (this) {
            waiter = waiting.remove(job);
        }
        if (waiter != null) {
            waiter.next().run();
        }
    }

    /** All look again now, by priority and then in the order they came. Runs nothing itself: any lock may be held. */
    synchronized void wake() {
        List<Waiter> all = new ArrayList<>(waiting.values());
        all.sort(Comparator.comparingLong(
                        (Waiter waiter) -> -waiter.job().definition().getPriority())
                .thenComparingLong(Waiter::order));
        for (Waiter waiter : all) {
            waiter.alarm().cancel();
            clock.after(Duration.ZERO, () -> due(waiter.job()));
        }
    }

    synchronized boolean isWaiting(LiveJob job) {
        return waiting.containsKey(job);
    }

    /** The job has what it wants, or wants nothing more. */
    synchronized void forget(LiveJob job) {
        tries.remove(job);
        Waiter waiter = waiting.remove(job);
        if (waiter != null) {
            waiter.alarm().cancel();
        }
    }

    synchronized void close() {
        waiting.values().forEach(waiter -> waiter.alarm().cancel());
        waiting.clear();
    }
}
