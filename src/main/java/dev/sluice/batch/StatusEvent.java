package dev.sluice.batch;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * One entry of a job's history.
 *
 * @param description Batch's own words
 * @param exitCode of the task that the entry is about; only entries on failing tasks have one
 */
public record StatusEvent(Instant time, String description, OptionalInt exitCode) {}
