package dev.sluice;

/**
 * Something outside is unavailable, or did not say whether it did what was asked: asking again may help. The doors answer
 * it with 503, so that the sender repeats.
 */
public final class RetryLater extends RuntimeException {
    /** @param doing what was tried, and on what: {@code "create job projects/p/locations/r/jobs/j"} */
    public RetryLater(String doing, Throwable cause) {
        super("could not " + doing + ": " + cause.getMessage(), cause);
    }
}
