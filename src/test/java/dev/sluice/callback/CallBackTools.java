package dev.sluice.callback;

import dev.sluice.SluiceConfig;
import dev.sluice.run.Ledger;
import java.time.InstantSource;
import java.util.concurrent.Executor;

/** Puts the callbacks together for tests. */
public final class CallBackTools {
    private CallBackTools() {}

    public static CallBack callBack(
            Ledger ledger, Receiver receiver, InstantSource clock, Executor executor, SluiceConfig config) {
        return new CallBack(ledger, receiver, new SecretFiles(config), clock, executor);
    }

    public static CallBacks callBacks(Ledger ledger, CallBack callBack, InstantSource clock, Executor executor) {
        return new CallBacks(ledger, callBack, clock, executor);
    }
}
