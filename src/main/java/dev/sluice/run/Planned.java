package dev.sluice.run;

import dev.sluice.batch.JobSpec;
import java.util.Optional;

/**
 * What a template comes to for a run.
 *
 * @param first the whole job of the first attempt
 * @param reserve what may be tried after it
 * @param estimate what the run may cost; empty where a price is not known
 * @param callback who else is told of a success
 */
public record Planned(JobSpec first, Reserve reserve, Optional<Money> estimate, Optional<Callback> callback) {
    /** The same plan, which may cost so much. */
    public Planned estimated(Optional<Money> cost) {
        return new Planned(first, reserve, cost, callback);
    }
}
