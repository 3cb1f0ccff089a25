package dev.sluice.catalog;

/** Where a task's output goes. */
public enum Logs {
    /** To Cloud Logging. */
    CLOUD,
    /** To the bucket, below the attempt's prefix. */
    BUCKET
}
