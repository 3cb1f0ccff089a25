package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.Timers;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduled.SkipPredicate;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Makes a pass again and again, where nobody else does. */
@ApplicationScoped
class ReconcileTimer {
    private final ReconcilePass pass;
    private final InstantSource clock;
    private final Duration budget;

    ReconcileTimer(ReconcilePass pass, InstantSource clock, SluiceConfig config) {
        this.pass = pass;
        this.clock = clock;
        this.budget = config.reconcile().budget();
    }

    /** The first one comes an interval after the start, which needs no repair and should not be slowed down. */
    @Scheduled(
            identity = "reconcile",
            every = "{sluice.reconcile.every}",
            delayed = "{sluice.reconcile.every}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Elsewhere.class)
    void tick() {
        pass.run(clock.instant().plus(budget));
    }

    /** Whether passes are driven from outside. */
    @Singleton
    static class Elsewhere implements SkipPredicate {
        private final Timers timers;

        Elsewhere(SluiceConfig config) {
            this.timers = config.timers();
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return switch (timers) {
                case INTERNAL -> false;
                case EXTERNAL -> true;
            };
        }
    }
}
