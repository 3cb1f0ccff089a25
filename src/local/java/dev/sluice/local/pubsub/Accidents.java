package dev.sluice.local.pubsub;

import com.google.pubsub.v1.Subscription;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind.Where;

/** Asks the faults that are set what becomes of a delivery. They know it by the names of its subscription and its topic. */
@Fidelity(
        what =
                "faults: a push or a pulled message late, doubled or lost; a publish refused, or done with its answer lost",
        verified = Verified.OURS,
        by = {"PubSubFaultsTest"},
        simplified = "the calls of a streaming pull are not refused or slowed down")
record Accidents(Faults faults) {
    Mishap atPush(Subscription subscription) {
        return strike("push", subscription);
    }

    Mishap atPull(Subscription subscription) {
        return strike("pull", subscription);
    }

    private Mishap strike(String at, Subscription subscription) {
        String about = subscription.getName() + " of " + subscription.getTopic();
        return Mishap.of(faults.strike(Fault.Service.PUBSUB, Where.DELIVERY, at, about));
    }
}
