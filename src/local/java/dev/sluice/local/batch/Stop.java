package dev.sluice.local.batch;

import java.util.concurrent.CompletableFuture;

/** A request, made at most once, that a running attempt end now. */
final class Stop {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();

    void request() {
        requested.complete(null);
    }

    boolean isRequested() {
        return requested.isDone();
    }

    CompletableFuture<Void> whenRequested() {
        return requested;
    }
}
