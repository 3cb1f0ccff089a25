/**
 * The first story, {@link dev.sluice.launch.LaunchRun}. Comes in: a request for a run. Goes out: an accepted run and its Batch job,
 * or a rejected run that says why.
 */
package dev.sluice.launch;
