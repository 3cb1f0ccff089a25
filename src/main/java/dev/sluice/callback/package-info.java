/**
 * Somebody else hears of a success. Comes in: a run that SUCCEEDED and whose template names an address. Goes out: one HTTP POST of the
 * status data, repeated for a day until it is taken; how that went is kept in the run's record. The port is
 * {@link dev.sluice.callback.Poster}.
 */
package dev.sluice.callback;
