package dev.sluice.launch;

import dev.sluice.run.Listed;
import dev.sluice.run.RunId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A client's runs as lists of the ledger showed them, while they are read. */
final class Census {
    private final Instant begun;
    private final Predicate<RunId> isNew;
    private final Set<RunId> open = new HashSet<>();
    private final Set<RunId> recorded = new HashSet<>();
    private final Map<LocalDate, DayTally> days = new HashMap<>();

    /** @param isNew whether a run was launched here lately: only of those it is worth to remember that a record was seen */
    Census(Instant begun, Predicate<RunId> isNew) {
        this.begun = begun;
        this.isNew = isNew;
    }

    void open(RunId run) {
        open.add(run);
    }

    void day(LocalDate day) {
        days.put(day, new DayTally());
    }

    void run(LocalDate day, Listed run) {
        if (isNew.test(run.id())) {
            recorded.add(run.id());
        }
        if (run.state().isTerminal()) {
            days.get(day).spend(run.cost().or(run::estimate));
        } else {
            days.get(day).reserve(run.id(), run.estimate());
        }
    }

    Instant begun() {
        return begun;
    }

    Set<RunId> open() {
        return open;
    }

    Set<RunId> recorded() {
        return recorded;
    }

    Map<LocalDate, DayTally> days() {
        return days;
    }
}
