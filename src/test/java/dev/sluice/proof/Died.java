package dev.sluice.proof;

/** An instance of the service is dead. An error, since nothing that it runs may go on after it. */
final class Died extends Error {
    Died() {
        super("the instance died here", null, false, false);
    }
}
