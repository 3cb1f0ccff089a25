/**
 * Accidents on demand. In: faults, by the control API, the configuration or a job's labels. Out: at each point where something can go wrong,
 * which of them strike now; the services do the damage themselves. All chance comes from one seed.
 */
package dev.sluice.local.fault;
