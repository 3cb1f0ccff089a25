package dev.sluice.launch;

import dev.sluice.run.Lease;
import dev.sluice.run.Money;
import dev.sluice.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one client has open and has spent: the latest census, and what this instance launched and ended since. A launch is counted before
 * it is recorded, so that requests at the same time see each other; a census that does not show it yet does not forget it either.
 */
final class Tally {
    /** After this long a launch of ours that no list shows never came to a record. */
    private static final Duration RECORDED_BY_NOW = Lease.LASTS;

    /** A day that nobody asked about for so long is not listed any more. */
    private static final Duration DAY_IS_OF_USE = Duration.ofHours(1);

    private record Launch(Optional<Money> estimate, Instant at) {}

    private record End(Optional<Money> cost, Instant at) {}

    private final Map<RunId, Instant> newlyOpen = new HashMap<>();
    private final Map<RunId, Launch> newlyReserved = new HashMap<>();
    private final Map<RunId, End> ended = new HashMap<>();
    private final Map<LocalDate, Instant> asked = new HashMap<>();
    private final Set<RunId> open = new HashSet<>();
    private final Map<LocalDate, DayTally> days = new HashMap<>();
    private Instant nextCensus = Instant.MIN;

    synchronized Usage usage(LocalDate day, Instant now) {
        asked.put(day, now);
        DayTally money = day(day);
        return new Usage(open.size(), money.reserved(), money.spent());
    }

    /** Counts the run's estimate if that fits; a run that is counted already fits. */
    synchronized boolean reserve(RunId run, Optional<Money> estimate, Instant now, Predicate<Usage> fits) {
        boolean counted = day(run.day()).has(run);
        boolean yes = counted || fits.test(usage(run.day(), now));
        if (yes && !counted) {
            newlyReserved.put(run, new Launch(estimate, now));
            day(run.day()).reserve(run, estimate);
        }
        return yes;
    }

    /** Counts the run among the open ones if that fits; a run that is counted already fits. */
    synchronized boolean open(RunId run, Instant now, Predicate<Usage> fits) {
        boolean yes = open.contains(run) || fits.test(usage(run.day(), now));
        if (yes && open.add(run)) {
            newlyOpen.put(run, now);
        }
        return yes;
    }

    synchronized void end(RunId run, Optional<Money> cost, Instant now) {
        newlyOpen.remove(run);
        newlyReserved.remove(run);
        open.remove(run);
        day(run.day()).end(run, cost);
        ended.put(run, new End(cost, now));
    }

    /** Whether it is time for a census, and the caller the one to make it. */
    synchronized boolean takeTurn(Instant now, Duration rest) {
        boolean yes = !now.isBefore(nextCensus);
        if (yes) {
            nextCensus = now.plus(rest);
        }
        return yes;
    }

    synchronized Census begin(Instant now) {
        asked.values().removeIf(at -> now.isAfter(at.plus(DAY_IS_OF_USE)));
        days.keySet().retainAll(asked.keySet());
        return new Census(now, this::isNew);
    }

    synchronized Set<LocalDate> daysOfUse() {
        return Set.copyOf(asked.keySet());
    }

    private synchronized boolean isNew(RunId run) {
        return newlyReserved.containsKey(run);
    }

    /** Goes by a census from now on; what happened here while it was made still counts. */
    synchronized void install(Census census) {
        Instant recordedByNow = census.begun().minus(RECORDED_BY_NOW);
        newlyOpen
                .entrySet()
                .removeIf(launch -> census.open().contains(launch.getKey())
                        || launch.getValue().isBefore(recordedByNow));
        newlyReserved
                .entrySet()
                .removeIf(launch -> census.recorded().contains(launch.getKey())
                        || launch.getValue().at().isBefore(recordedByNow));
        open.clear();
        open.addAll(census.open());
        open.addAll(newlyOpen.keySet());
        days.putAll(census.days());
        newlyReserved.forEach((run, launch) -> day(run.day()).reserve(run, launch.estimate()));
        ended.values().removeIf(end -> end.at().isBefore(census.begun()));
        ended.forEach((run, end) -> {
            open.remove(run);
            day(run.day()).end(run, end.cost());
        });
    }

    private DayTally day(LocalDate day) {
        return days.computeIfAbsent(day, fresh -> new DayTally());
    }
}
