/**
 * The second story, {@link dev.sluice.outcome.SettleRun}. Comes in: a notice that a job changed. Goes out: the run's verdict, recorded
 * first and then announced.
 */
package dev.sluice.outcome;
