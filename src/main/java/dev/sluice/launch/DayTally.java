package dev.sluice.launch;

import dev.sluice.run.Money;
import dev.sluice.run.RunId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The money of one day's runs of a client: what may still be spent on each open one, and what the ended ones cost together. */
final class DayTally {
    private final Map<RunId, Optional<Money>> open = new HashMap<>();
    private Amounts reserved = Amounts.none();
    private Amounts spent = Amounts.none();

    boolean has(RunId run) {
        return open.containsKey(run);
    }

    void reserve(RunId run, Optional<Money> estimate) {
        forget(run);
        open.put(run, estimate);
        estimate.ifPresent(money -> reserved = reserved.plus(money));
    }

    void forget(RunId run) {
        Optional.ofNullable(open.remove(run))
                .flatMap(estimate -> estimate)
                .ifPresent(money -> reserved = reserved.minus(money));
    }

    /**
     * What was reserved for a run is spent, all of it where nobody knows what the run did cost; nothing for one that is not here, which
     * whoever listed it ended has counted.
     */
    void end(RunId run, Optional<Money> cost) {
        if (has(run)) {
            Optional<Money> estimate = open.get(run);
            forget(run);
            spend(cost.or(() -> estimate));
        }
    }

    void spend(Optional<Money> cost) {
        cost.ifPresent(money -> spent = spent.plus(money));
    }

    Amounts reserved() {
        return reserved;
    }

    Amounts spent() {
        return spent;
    }
}
