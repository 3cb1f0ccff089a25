package dev.sluice.batch;

import java.util.Optional;

/**
 * Batch says that a job's state changed. It says only "look": notices come late, twice, out of order or not at all, so the
 * state in them is not kept.
 *
 * @param uid of the job it is about, where the notice says so
 */
public record JobNotice(JobName job, Optional<String> uid) {}
