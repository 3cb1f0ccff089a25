package dev.sluice.launch;

import dev.sluice.SluiceConfig;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps this instance's share of the changes a minute that Batch allows in a region (6,000, "Quotas and limits", Batch), so that a flood of
 * uploads becomes a queue and not a storm of refusals. Turns are given in the order in which they are asked for.
 */
@ApplicationScoped
public class Pace {
    /** Who has no turn within this time is better off in the ledger than in a thread. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Bucket> regions = new ConcurrentHashMap<>();
    private final int perSecond;
    private final TimeMeter time;
    private final Pause pause;

    @Inject
    Pace(SluiceConfig config, InstantSource clock) {
        this(config, clock, time -> LockSupport.parkNanos(time.toNanos()));
    }

    public Pace(SluiceConfig config, InstantSource clock, Pause pause) {
        this.perSecond = config.google().creationsPerSecond();
        this.time = new Time(clock);
        this.pause = pause;
    }

    /** Waits for a turn to create a job in a region; false, at once, where there is none within {@link #PATIENCE}. */
    public boolean turn(String region) {
        return regions.computeIfAbsent(region, unknown -> bucket())
                .asBlocking()
                .tryConsumeUninterruptibly(1, PATIENCE, nanos -> pause.sleep(Duration.ofNanos(nanos)));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(Bandwidth.builder()
                        .capacity(perSecond)
                        .refillGreedy(perSecond, Duration.ofSeconds(1))
                        .build())
                .build();
    }

    /** How to let time pass. */
    @FunctionalInterface
    public interface Pause {
        /** Returns when so much time has passed on the service's clock. */
        void sleep(Duration time);
    }

    private record Time(InstantSource clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000L + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
