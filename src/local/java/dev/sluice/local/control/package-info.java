/**
 * The local cloud's own controls under {@code /_local/}, on a port of their own so that no service's address is taken. In: JSON. Out: faults
 * set, the clock moved, everything forgotten, and what there is, as JSON.
 */
package dev.sluice.local.control;
