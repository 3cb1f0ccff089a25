package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobNotice;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.outcome.SettleRun;
import dev.sluice.reconcile.ReconcilePass;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import java.time.Duration;
import java.time.InstantSource;

/** One instance of the service, with the doors that the outside knocks at. */
final class Service {
    private static final Duration BUDGET = Duration.ofSeconds(50);

    private final Wiring wiring;

    Service(Wiring wiring) {
        this.wiring = wiring;
    }

    /** A storage event. */
    Outcome event(ClientRef client, InputObject input) {
        return wiring.get(LaunchRun.class).launch(RunRequest.of(client, input));
    }

    /** A notice of Batch's. */
    Outcome notice(JobNotice notice) {
        return wiring.get(SettleRun.class).settle(notice);
    }

    /** A pass. */
    void reconcile() {
        wiring.get(ReconcilePass.class)
                .run(wiring.get(InstantSource.class).instant().plus(BUDGET));
    }
}
