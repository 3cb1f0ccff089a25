package dev.sluice.local.pubsub;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.TreeSet;

/** The messages of one ordering key: while some are out, or the first one rests after a failure, the others wait. */
@Fidelity(
        what = "ordering keys: one key in its order, also over failures, backoff and push",
        verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.EMULATOR},
        by = {
            "PubSubConformanceTest",
            "GooglePubSubEmulatorTest",
            "PubSubPullTest",
            "PubSubStreamTest",
            "python-pubsub-client.sh"
        },
        simplified =
                "what a client gets of a key follows when all that it has of it is acknowledged; Google would send on")
final class Lane {
    private final TreeSet<Held> waiting = new TreeSet<>();
    private int out;
    private boolean resting;

    TreeSet<Held> waiting() {
        return waiting;
    }

    Held takeFirst() {
        out++;
        return waiting.pollFirst();
    }

    void cameBack() {
        out--;
    }

    void rest(boolean rests) {
        resting = rests;
    }

    boolean open() {
        return out == 0 && !resting && !waiting.isEmpty();
    }

    boolean idle() {
        return out == 0 && waiting.isEmpty();
    }
}
