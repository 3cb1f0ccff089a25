package dev.sluice.local.pubsub;

import java.util.TreeSet;

/** The messages of one ordering key: while some are out, or the first one rests after a failure, the others wait. */
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
