package dev.sluice.intake;

import dev.sluice.GiveUp;
import dev.sluice.run.DeadLetter;
import dev.sluice.run.DeadLetter.Replayed;
import dev.sluice.run.DeadLetters;
import dev.sluice.run.LetterId;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends a dead letter through its door once more, after whatever it met was mended. All names follow from what the letter says, so two who
 * do it at once do it once; what became of it is written into the letter.
 */
@ApplicationScoped
public class ReplayLetter {
    private final DeadLetters letters;
    private final StorageDoor storage;
    private final BatchDoor batch;
    private final InstantSource clock;

    ReplayLetter(DeadLetters letters, StorageDoor storage, BatchDoor batch, InstantSource clock) {
        this.letters = letters;
        this.storage = storage;
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * What became of it: IGNORED, with the reason, where it cannot be replayed; DUPLICATE where that was done before and led somewhere. It may
     * be a dead letter again, and be replayed again.
     */
    public Outcome replay(LetterId id) {
        return letters.find(id)
                .map(letter -> replay(id, letter))
                .orElseGet(() -> Outcome.ignored("there is no dead letter " + id));
    }

    private Outcome replay(LetterId id, DeadLetter letter) {
        Optional<Replayed> before = letter.replay().filter(Replayed::led);
        if (before.isPresent()) {
            return new Outcome(
                    Kind.DUPLICATE,
                    Optional.empty(),
                    "it was replayed at %s: %s"
                            .formatted(before.get().at(), before.get().outcome()));
        }
        return letter.wholeBody()
                .map(body -> sent(id, new EventRequest(letter.door(), letter.headers(), body)))
                .orElseGet(() ->
                        Outcome.ignored("only the first %d of its %d bytes were kept: let its sender send it again"
                                .formatted(DeadLetters.LONGEST_BODY, letter.size())));
    }

    private Outcome sent(LetterId id, EventRequest request) {
        Outcome outcome = handled(request);
        letters.replayed(id, Replayed.of(outcome, clock.instant()));
        return outcome;
    }

    private Outcome handled(EventRequest request) {
        try {
            return switch (request.door()) {
                case EventDoors.STORAGE -> storage.handle(request);
                case EventDoors.BATCH -> batch.handle(request);
                default -> Outcome.deadLetter("there is no door " + request.door());
            };
        } catch (GiveUp e) {
            return Outcome.deadLetter(e.getMessage());
        }
    }
}
