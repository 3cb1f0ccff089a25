package dev.sluice.proof;

import dev.sluice.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen and when; the clock moves from one thing to the next. */
final class Agenda {
    private record Item(Instant at, long number, Runnable what) {}

    private final PriorityQueue<Item> items =
            new PriorityQueue<>(Comparator.comparing(Item::at).thenComparing(Item::number));
    private final TestClock clock;
    private long numbers;

    Agenda(TestClock clock) {
        this.clock = clock;
    }

    void in(Duration time, Runnable what) {
        items.add(new Item(clock.instant().plus(time), numbers++, what));
    }

    /** Lets the next thing happen; false where nothing is left. */
    boolean next() {
        Item item = items.poll();
        if (item == null) {
            return false;
        }
        Duration ahead = Duration.between(clock.instant(), item.at());
        if (!ahead.isNegative()) {
            clock.forward(ahead);
        }
        item.what().run();
        return true;
    }
}
