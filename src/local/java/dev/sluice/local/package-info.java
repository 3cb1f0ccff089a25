/**
 * The cloud on a laptop, never deployed. Comes in: a folder. Goes out: Cloud Storage, Pub/Sub and Batch on the loopback, and the
 * commands that run the service on them.
 */
package dev.sluice.local;
