package dev.sluice.catalog;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How much a client may have. Absent means unlimited.
 *
 * @param maxOpenRuns at once
 * @param dailyBudget what the runs of a day, UTC, may cost together, in the product's currency
 */
public record Limits(Optional<Integer> maxOpenRuns, Optional<BigDecimal> dailyBudget) {}
