package dev.sluice.local.batch;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where the tasks of a job wait for each other. A task that has ended for good is waited for no longer; one whose attempt failed and
 * that has another must come again, unless the barrier has opened meanwhile. Calls nobody with a lock held but those who wait.
 */
@Fidelity(
        what = "`barrier` runnables across all tasks of a job",
        verified = {Verified.DOCUMENTED, Verified.OURS},
        by = "BarrierTest",
        simplified =
                "a task that ended for good is not waited for (ours); jobs whose parallelism lets some tasks never arrive are refused, as are more than 256 tasks")
final class Barriers {
    private final int tasks;
    private final BitSet ended = new BitSet();
    private final Map<Integer, Barrier> byRunnable = new HashMap<>();

    Barriers(int tasks) {
        this.tasks = tasks;
    }

    /** Completes when every task has come here. */
    synchronized CompletableFuture<Void> arrive(int runnable, int task) {
        Barrier barrier = byRunnable.computeIfAbsent(runnable, index -> new Barrier());
        barrier.here.set(task);
        open(barrier);
        return barrier.opened;
    }

    /** The task's attempt failed, and another will come. */
    synchronized void leave(int task) {
        byRunnable.values().forEach(barrier -> barrier.here.clear(task));
    }

    /** The task never comes again. */
    synchronized void ended(int task) {
        ended.set(task);
        byRunnable.values().forEach(this::open);
    }

    private void open(Barrier barrier) {
        BitSet settled = (BitSet) ended.clone();
        settled.or(barrier.here);
        if (settled.cardinality() >= tasks) {
            barrier.opened.complete(null);
        }
    }

    private static final class Barrier {
        private final BitSet here = new BitSet();
        private final CompletableFuture<Void> opened = new CompletableFuture<>();
    }
}
