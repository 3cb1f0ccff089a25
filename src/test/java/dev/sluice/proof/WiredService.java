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

/** An instance in this process. */
final class WiredService implements Service {
    private static final Duration BUDGET = Duration.ofSeconds(50);

    private final Wiring wiring;

    WiredService(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Outcome event(ClientRef client, InputObject input) {
        return wiring.get(LaunchRun.class).launch(RunRequest.of(client, input));
    }

    @Override
    public Outcome notice(JobNotice notice) {
        return wiring.get(SettleRun.class).settle(notice);
    }

    @Override
    public void reconcile() {
        wiring.get(ReconcilePass.class)
                .run(wiring.get(InstantSource.class).instant().plus(BUDGET));
    }
}
