package dev.sluice.local.fault;

import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind.Where;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * All faults that are set. Each draws from a source of its own, made of the seed and its place in the order in which faults were set, so
 * that the same faults meeting the same chances strike the same.
 */
public final class Faults {
    private final InstantSource clock;
    private final List<Armed> armed = new ArrayList<>();
    private long seed;
    private long count;

    public Faults(long seed, InstantSource clock) {
        this.seed = seed;
        this.clock = clock;
    }

    /** None at all, for who does not want any. */
    public static Faults none() {
        return new Faults(0, InstantSource.system());
    }

    public synchronized long seed() {
        return seed;
    }

    /** Sets one; it has an id in the answer. */
    public synchronized Fault add(Fault draft) {
        count++;
        Fault fault = draft.named("f" + count);
        armed.add(new Armed(fault, new Random(seed * 1_000_003 + count)));
        return fault;
    }

    /** Forgets all faults and begins again with a seed. */
    public synchronized void begin(long newSeed) {
        armed.clear();
        count = 0;
        seed = newSeed;
    }

    public synchronized List<Fault> all() {
        return armed.stream().map(each -> each.fault).toList();
    }

    /** How often a fault has struck so far; nothing for an id that is not set. */
    public synchronized Optional<Long> strikes(String id) {
        return armed.stream()
                .filter(each -> each.fault.id().equals(id))
                .map(each -> each.strikes)
                .findFirst();
    }

    /** @return false when there was none with the id */
    public synchronized boolean remove(String id) {
        return armed.removeIf(each -> each.fault.id().equals(id));
    }

    /** Those that strike now, in the order they were set; each counts as a chance for every fault that could strike here. */
    public List<Fault> strike(Service service, Where where, String at, String about) {
        return strike(service, where, at, about, fault -> true);
    }

    /** @param fits whether a fault can strike here for what only the service knows; one that does not fit has had no chance */
    public synchronized List<Fault> strike(
            Service service, Where where, String at, String about, Predicate<Fault> fits) {
        if (armed.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        return armed.stream()
                .filter(each ->
                        each.couldStrike(service, where, at, about) && fits.test(each.fault) && each.strikes(now))
                .map(each -> each.fault)
                .toList();
    }

    /** The first that strikes now. */
    public Optional<Fault> first(Service service, Where where, String at, String about) {
        return strike(service, where, at, about).stream().findFirst();
    }

    private static final class Armed {
        private final Fault fault;
        private final Random random;
        private long chances;
        private long strikes;
        /** Of a throttle: what may still pass, filled up as time goes by. */
        private double tokens;

        private Optional<Instant> filled = Optional.empty();

        Armed(Fault fault, Random random) {
            this.fault = fault;
            this.random = random;
        }

        boolean couldStrike(Service service, Where where, String at, String about) {
            return fault.service() == service
                    && fault.kind().where() == where
                    && (fault.at().equals("*") || fault.at().equalsIgnoreCase(at))
                    && about.contains(fault.about());
        }

        boolean strikes(Instant now) {
            boolean open = chances++ >= fault.after() && strikes < fault.times().orElse(Long.MAX_VALUE);
            boolean struck = open && (fault.kind() == Kind.THROTTLED ? isAboveRate(now) : isDrawn());
            strikes += struck ? 1 : 0;
            return struck;
        }

        /** A certain fault draws nothing, so that adding a chance to one does not move the others. */
        private boolean isDrawn() {
            double chance = fault.probability().orElse(1.0);
            return chance >= 1 || random.nextDouble() < chance;
        }

        /** A second's worth may come at once. */
        private boolean isAboveRate(Instant now) {
            double passed = filled.map(since -> Duration.between(since, now).toNanos() / 1e9)
                    .orElse(1.0);
            tokens = Math.min(fault.allowed(), tokens + passed * fault.allowed());
            filled = Optional.of(now);
            if (tokens < 1) {
                return true;
            }
            tokens--;
            return false;
        }
    }
}
