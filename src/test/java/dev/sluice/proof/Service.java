package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobNotice;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.outcome.SettleRun;
import dev.sluice.run.InputObject;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import java.util.List;

/** One instance of the service, with the doors that the outside knocks at. */
final class Service {
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

    /** Looks at every run that still owes something. */
    void reconcile(List<RunKey> open) {
        for (RunKey key : open) {
            ledger().find(key).ifPresent(recorded -> {
                if (recorded.run().state() == RunState.ACCEPTED) {
                    wiring.get(LaunchRun.class).goOnFrom(recorded);
                } else {
                    wiring.get(SettleRun.class).settle(recorded);
                }
            });
        }
    }

    Ledger ledger() {
        return wiring.get(Ledger.class);
    }
}
