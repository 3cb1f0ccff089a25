package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobStatus.State;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.time.LocalClock;
import java.time.Duration;

/** Brings jobs from QUEUED to their first VMs, and to others when those are lost; then the dispatcher has them. */
@Fidelity(
        what =
                "A job without capacity swings QUEUED, SCHEDULED, SCHEDULED_PENDING_QUEUED, QUEUED in its events and says nothing else, until there is some",
        verified = Verified.REPORTED,
        by = "PlacementTest",
        simplified =
                "it looks again after 1 s, then twice as long each time up to 10 min, and at once when a VM becomes free (ours)")
@Fidelity(
        what =
                "A quota that is exceeded is told as OPERATIONAL_INFO with CODE_GCE_QUOTA_EXCEEDED while the job stays SCHEDULED and waits",
        verified = {Verified.DOCUMENTED, Verified.REPORTED},
        by = "PlacementTest",
        simplified = "the sentence of Batch's own quota check before SCHEDULED is not imitated")
final class Starting implements AutoCloseable {
    private final LocalClock clock;
    private final LocalBatch.Delays delays;
    private final Placement placement;
    private final Patience patience;
    private final Dispatcher dispatcher;
    private volatile boolean closing;

    Starting(LocalBatch.Options options, Placement placement, Patience patience, Dispatcher dispatcher) {
        this.clock = options.clock();
        this.delays = options.delays();
        this.placement = placement;
        this.patience = patience;
        this.dispatcher = dispatcher;
    }

    void queue(LiveJob job) {
        after(delays.scheduled(), () -> schedule(job));
    }

    private void schedule(LiveJob job) {
        if (job.advance(State.QUEUED, State.SCHEDULED)) {
            look(job);
        }
    }

    /** Gets VMs for a job that has none or lost some. */
    void place(LiveJob job) {
        after(Duration.ZERO, () -> look(job));
    }

    /** The same, when it has less than it needs and is not waiting already. */
    void replace(LiveJob job) {
        if (job.vmsMissing() > 0 && !patience.isWaiting(job)) {
            place(job);
        }
    }

    private void look(LiveJob job) {
        if (job.vmsMissing() == 0) {
            return;
        }
        Placement.Found found = placement.search(job);
        if (!found.isNothing()) {
            patience.forget(job);
            after(delays.running(), () -> dispatcher.offer(job));
        }
        if (job.vmsMissing() > 0) {
            goWithout(job, found);
        }
    }

    private void goWithout(LiveJob job, Placement.Found found) {
        int tries = patience.failed(job);
        // each try would fill the job with the same words: those of the 1st, 2nd, 4th, 8th are enough
        if (Integer.bitCount(tries) == 1) {
            found.refusal().ifPresent(quota -> job.inform(job.words().overQuota(tries, quota, job.region())));
            found.said().ifPresent(zone -> job.inform(job.words().zoneExhausted(tries, zone)));
        }
        boolean falls = found.isNothing() && found.refusal().isEmpty() && !job.hasVms() && job.fallBack();
        patience.await(job, () -> {
            if (falls) {
                schedule(job);
            } else {
                look(job);
            }
        });
    }

    private void after(Duration wait, Runnable step) {
        clock.after(wait, () -> {
            // who comes after this Batch on the same folder goes on from here
            if (!closing) {
                step.run();
            }
        });
    }

    @Override
    public void close() {
        closing = true;
        patience.close();
    }
}
