package dev.sluice;

/** The service cannot start as it is set up. The message is for whoever sets it up: what is wrong, where, what would be right. */
public final class Misconfigured extends RuntimeException {
    public Misconfigured(String message) {
        super(message);
    }
}
