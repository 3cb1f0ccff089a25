package dev.sluice.local.batch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Gives tasks their turn: by priority, then in the order the jobs came, never more at once than this machine can bear. */
final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    /** Tasks often wait for something other than a processor. */
    private static final int BEYOND_PROCESSORS = 4;

    private static final int LEAST = 8;

    /** Runs an assigned task's attempt to its end. */
    interface Work {
        void attempt(LiveJob job, int task);
    }

    private record Turn(long priority, long order, LiveJob job) {}

    private final Work work;
    private final ExecutorService threads;
    private final TreeSet<Turn> ready =
            new TreeSet<>(Comparator.comparingLong(Turn::priority).reversed().thenComparingLong(Turn::order));
    private final Map<LiveJob, Turn> turns = new HashMap<>();
    private long orders;
    private int free;
    private boolean closed;

    Dispatcher(Work work) {
        this.work = work;
        this.free = Math.max(LEAST, Runtime.getRuntime().availableProcessors() + BEYOND_PROCESSORS);
        this.threads = Executors.newCachedThreadPool(Threads.named("batch-task"));
    }

    /** Looks at the job from now on, until {@link #forget}. */
    synchronized void offer(LiveJob job) {
        if (JobStates.ended(job.state())) {
            return;
        }
        if (job.isTogether()) {
            handOutTogether(job);
        } else {
            ready.add(turns.computeIfAbsent(job, j -> new Turn(j.definition().getPriority(), orders++, j)));
            handOut();
        }
    }

    synchronized void forget(LiveJob job) {
        Turn turn = turns.remove(job);
        if (turn != null) {
            ready.remove(turn);
        }
    }

    private void handOut() {
        while (!closed && free > 0 && !ready.isEmpty()) {
            LiveJob job = ready.first().job();
            if (take(job)) {
                free--;
            } else {
                // it has all it may have at once; the end of one of its tasks brings it back
                ready.pollFirst();
            }
        }
    }

    private boolean take(LiveJob job) {
        OptionalInt task = job.take();
        task.ifPresent(index -> threads.execute(() -> run(job, index)));
        return task.isPresent();
    }

    /** All that it may have, whatever the machine bears: as long as one of its tasks has no turn, none can end. */
    private void handOutTogether(LiveJob job) {
        boolean some = !closed;
        while (some) {
            some = take(job);
        }
    }

    private void run(LiveJob job, int task) {
        try {
            work.attempt(job, task);
        } catch (RuntimeException e) {
            LOG.errorf(e, "task %d of %s", task, job.name());
        } finally {
            ended(job);
        }
    }

    private synchronized void ended(LiveJob job) {
        if (job.isTogether()) {
            handOutTogether(job);
            return;
        }
        free++;
        if (JobStates.ended(job.state())) {
            forget(job);
        } else if (turns.containsKey(job)) {
            ready.add(turns.get(job));
        }
        handOut();
    }

    /** No task begins any more; waits for those that run, which must have been asked to stop. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        Threads.finish(threads, 15);
    }
}
