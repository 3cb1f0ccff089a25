package dev.sluice.local.pubsub;

import java.time.Instant;
import java.util.Comparator;

/** A message that is out: who has it, under which ack id, until when. Ordered by deadline. */
record Lease(Instant until, long number, Held held, Consumer owner) implements Comparable<Lease> {
    private static final Comparator<Lease> BY_DEADLINE =
            Comparator.comparing(Lease::until).thenComparingLong(Lease::number);

    String ackId() {
        return held.id() + "-" + number;
    }

    Lease extendedTo(Instant later) {
        return new Lease(later, number, held, owner);
    }

    @Override
    public int compareTo(Lease other) {
        return BY_DEADLINE.compare(this, other);
    }
}
