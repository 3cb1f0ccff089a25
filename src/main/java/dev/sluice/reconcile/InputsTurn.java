package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.reconcile.Notes.Note;
import dev.sluice.storage.Condition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Lets the passes of all instances together look through the inputs once in an interval, and go on with a look that stopped early. */
@ApplicationScoped
class InputsTurn {
    private static final String NAME = "inputs";

    /** An instance may work on for a moment after its deadline. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Notes notes;
    private final InstantSource clock;
    private final Duration every;

    InputsTurn(Notes notes, InstantSource clock, SluiceConfig config) {
        this.notes = notes;
        this.clock = clock;
        this.every = config.reconcile().inputsEvery();
    }

    /**
     * {@code reconcile/inputs.json}.
     *
     * @param begun when the first client of this look was looked at
     * @param from the client that is next; empty for the first one
     * @param takenUntil until then an instance is at it, unless it died
     * @param finished whether all clients were looked at
     */
    @RegisterForReflection
    record Look(Instant begun, Optional<String> from, Instant takenUntil, boolean finished) {
        boolean isDue(Instant now, Duration every) {
            return finished ? !now.isBefore(begun.plus(every)) : !now.isBefore(takenUntil);
        }

        Look takenBy(Instant now, Instant until) {
            return finished ? begin(now, until) : new Look(begun, from, until, false);
        }

        static Look begin(Instant now, Instant until) {
            return new Look(now, Optional.empty(), until, false);
        }
    }

    /** The turn, if it is time and nobody else has it. */
    Optional<Taken> take(Instant deadline) {
        Instant now = clock.instant();
        Instant until = deadline.plus(SLACK);
        Optional<Note<Look>> note = notes.read(NAME, Look.class);
        Optional<Look> last = note.flatMap(Note::value);
        if (!last.map(look -> look.isDue(now, every)).orElse(true)) {
            return Optional.empty();
        }
        Look next = last.map(look -> look.takenBy(now, until)).orElseGet(() -> Look.begin(now, until));
        Condition unchanged =
                note.map(read -> Condition.generation(read.generation())).orElseGet(Condition::absent);
        return notes.write(NAME, next, unchanged).map(generation -> new Taken(next, generation));
    }

    /** A turn that was taken; where somebody else took it over meanwhile, what it says at its end is not kept. */
    final class Taken {
        private final Look look;
        private final long generation;

        private Taken(Look look, long generation) {
            this.look = look;
            this.generation = generation;
        }

        Optional<String> from() {
            return look.from();
        }

        void stoppedAt(String client) {
            end(new Look(look.begun(), Optional.of(client), clock.instant(), false));
        }

        void finished() {
            end(new Look(look.begun(), Optional.empty(), clock.instant(), true));
        }

        private void end(Look after) {
            notes.write(NAME, after, Condition.generation(generation));
        }
    }
}
