package dev.sluice.catalog;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How much a client may have. Absent means unlimited; this version enforces neither.
 *
 * @param maxOpenRuns at once
 * @param dailyBudget in the product's currency
 */
public record Limits(Optional<Integer> maxOpenRuns, Optional<BigDecimal> dailyBudget) {}
