/**
 * Google Batch on this machine. In come jobs over gRPC, as Google's own clients send them; their tasks run here as local processes on
 * local folders. Out go states, events and notifications in Batch's words, the tasks' output as files, and jobs that survive a restart.
 */
package dev.sluice.local.batch;
