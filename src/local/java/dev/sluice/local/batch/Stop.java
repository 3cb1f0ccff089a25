package dev.sluice.local.batch;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A request, made at most once, that a running attempt end now. */
final class Stop {
    private final CompletableFuture<Optional<TaskEnd>> requested = new CompletableFuture<>();

    void request() {
        requested.complete(Optional.empty());
    }

    /** The attempt's end is this one, whatever its processes say. */
    void request(TaskEnd end) {
        requested.complete(Optional.of(end));
    }

    boolean isRequested() {
        return requested.isDone();
    }

    /** The end that was decided for the attempt. */
    Optional<TaskEnd> decided() {
        return requested.getNow(Optional.empty());
    }

    CompletableFuture<?> whenRequested() {
        return requested;
    }
}
