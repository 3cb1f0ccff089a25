package dev.sluice.reconcile;

import dev.sluice.callback.CallBacks;
import dev.sluice.callback.PaidCallbacks;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The callbacks that are owed after a success, as their own room pays them. */
@ApplicationScoped
class CallbacksPaid implements CallBackRound {
    private final CallBacks callBacks;

    CallbacksPaid(CallBacks callBacks) {
        this.callBacks = callBacks;
    }

    @Override
    public Part payDue(Instant deadline) {
        PaidCallbacks paid = callBacks.payDue(deadline);
        Map<String, Long> did = new TreeMap<>(Map.of(
                "delivered", (long) paid.delivered(),
                "given up", (long) paid.givenUp(),
                "owed nothing any more", (long) paid.settled()));
        did.values().removeIf(count -> count == 0);
        return new Part(
                paid.owed(), paid.due() - paid.left(), did, paid.left(), paid.failed(), List.of(), paid.left() == 0);
    }
}
