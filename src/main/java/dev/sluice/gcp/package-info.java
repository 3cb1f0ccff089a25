/**
 * Google's clients behind our ports, and nothing else: {@code BatchJobs}, {@code ObjectStore}, {@code StatusPublisher}. Comes in: our
 * types. Goes out: calls to Google, and errors as {@code RetryLater} or {@code GiveUp}.
 */
package dev.sluice.gcp;
