package dev.sluice;

/**
 * Something outside refused what was asked and will refuse it again: a person has to mend it. The doors answer it with 204
 * and a dead letter, so that the sender does not repeat for nothing.
 */
public final class GiveUp extends RuntimeException {
    /** @param doing what was tried, and on what: {@code "publish to projects/p/topics/t"} */
    public GiveUp(String doing, Throwable cause) {
        super("could not " + doing + ": " + cause.getMessage(), cause);
    }
}
