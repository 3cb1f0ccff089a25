/**
 * Google Batch in our words. Comes in: the whole job to create. Goes out: what a job looked like when asked. The port is
 * {@link dev.sluice.batch.BatchJobs}.
 */
package dev.sluice.batch;
