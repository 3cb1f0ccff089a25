package dev.sluice.reconcile;

import dev.sluice.callback.CallBacks;
import dev.sluice.callback.PaidCallbacks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The callbacks that are owed after a success, as their room pays them. */
@ApplicationScoped
class OwedCallBacks implements CallBackRound {
    private final CallBacks callBacks;

    OwedCallBacks(CallBacks callBacks) {
        this.callBacks = callBacks;
    }

    /** One that the other side did not take is no work left undone: its next time has not come. */
    @Override
    public Part payDue(Instant deadline) {
        PaidCallbacks paid = callBacks.payDue(deadline);
        Map<String, Long> did = new TreeMap<>();
        put(did, "delivered", paid.delivered());
        put(did, "not taken", paid.failed());
        put(did, "given up", paid.givenUp());
        put(did, "settled", paid.settled());
        return new Part(paid.owed(), paid.due() - (long) paid.left(), did, paid.left(), 0, List.of(), paid.left() == 0);
    }

    private static void put(Map<String, Long> did, String what, int times) {
        if (times > 0) {
            did.put(what, (long) times);
        }
    }
}
