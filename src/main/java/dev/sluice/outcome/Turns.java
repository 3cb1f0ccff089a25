package dev.sluice.outcome;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One at a time for the same thing within this instance. Batch's notices about a short job come at once; without turns each would see
 * the same end, and each announce it.
 */
final class Turns {
    private static final int STRIPES = 64;

    private final Lock[] locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toArray(Lock[]::new);

    <T> T take(Object thing, Supplier<T> work) {
        Lock lock = locks[Math.floorMod(thing.hashCode(), STRIPES)];
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
