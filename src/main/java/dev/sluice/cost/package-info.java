/**
 * What machines cost. Comes in: a whole job, or an ended run. Goes out: what it may cost or did cost, or which price is not known. The
 * prices are data, {@code prices.json}, and what the operator lays over it.
 */
package dev.sluice.cost;
