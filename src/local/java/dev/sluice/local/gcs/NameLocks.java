package dev.sluice.local.gcs;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A lock for each object name, shared by names that fall on the same of 256. */
final class NameLocks {
    private final Lock[] locks = Stream.generate(ReentrantLock::new).limit(256).toArray(Lock[]::new);

    Held hold(String name) {
        Lock lock = locks[Math.floorMod(name.hashCode(), locks.length)];
        lock.lock();
        return lock::unlock;
    }

    /** Until closed, nobody else holds the name. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }
}
