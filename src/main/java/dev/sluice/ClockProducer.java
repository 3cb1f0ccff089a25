package dev.sluice;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The time, injected so that tests can say what it is. */
@Dependent
class ClockProducer {
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }
}
