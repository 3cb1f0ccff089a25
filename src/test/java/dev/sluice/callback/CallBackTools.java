package dev.sluice.callback;

import dev.sluice.SluiceConfig;
import dev.sluice.run.Ledger;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** Puts the callbacks together for tests. */
public final class CallBackTools {
    private CallBackTools() {}

    public static CallBack callBack(
            Ledger ledger, Receiver receiver, InstantSource clock, Executor executor, SluiceConfig config) {
        return new CallBack(ledger, receiver, new SecretFiles(config), clock, executor);
    }

    /** What lies between an instance and those who are called. */
    public interface Way {
        /** Lets a request arrive, or not; whether the answer came back. */
        boolean answered(Runnable arrives);
    }

    /** Callbacks that reach the receiver on a way on which something may happen. */
    public static CallBack callBack(
            Ledger ledger, Receiver receiver, Way way, InstantSource clock, Executor executor, SluiceConfig config) {
        Poster poster = post -> {
            AtomicReference<Answer> answer = new AtomicReference<>();
            return way.answered(() -> answer.set(receiver.post(post)))
                    ? answer.get()
                    : Answer.silent("the answer was lost");
        };
        return new CallBack(ledger, poster, new SecretFiles(config), clock, executor);
    }

    public static CallBacks callBacks(Ledger ledger, CallBack callBack, InstantSource clock, Executor executor) {
        return new CallBacks(ledger, callBack, clock, executor);
    }
}
