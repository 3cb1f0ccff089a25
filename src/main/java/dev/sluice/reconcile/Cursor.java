package dev.sluice.reconcile;

import dev.sluice.run.RunKey;
import dev.sluice.storage.Condition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Where a pass that stopped early is gone on with, by whichever instance. It is there only while something was left, and losing it costs
 * nothing but order: the next round begins with the first run.
 */
@ApplicationScoped
class Cursor {
    private static final String NAME = "cursor";

    private final Notes notes;
    private final InstantSource clock;

    Cursor(Notes notes, InstantSource clock) {
        this.notes = notes;
        this.clock = clock;
    }

    /** {@code reconcile/cursor.json}. */
    @RegisterForReflection
    record Place(String after, Instant at) {}

    /** The last run that was looked at; empty after a whole round. */
    Optional<RunKey> last() {
        return notes.read(NAME, Place.class).flatMap(Notes.Note::value).flatMap(place -> RunKey.parse(place.after()));
    }

    /**
     * Keeps where a round stopped, or forgets where the one before did.
     *
     * @param before what {@link #last()} was
     */
    void stoppedAfter(Optional<RunKey> before, Optional<RunKey> stopped) {
        if (stopped.isPresent()) {
            notes.write(NAME, new Place(stopped.get().toString(), clock.instant()), Condition.none());
        } else if (before.isPresent()) {
            notes.remove(NAME);
        }
    }
}
