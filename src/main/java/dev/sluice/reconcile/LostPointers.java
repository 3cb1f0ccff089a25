package dev.sluice.reconcile;

import dev.sluice.ClientRef;
import dev.sluice.run.Decision;
import dev.sluice.run.Ledger;
import dev.sluice.run.Listed;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes pointers again that should be there: an instance died between a run's record and its pointer, and no event came again. */
@ApplicationScoped
class LostPointers {
    private final Ledger ledger;
    private final InstantSource clock;

    LostPointers(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Looks at a client's runs as a list showed them; the pointers are listed after them, and only where a run has not ended. */
    void writeAgain(ClientRef client, Collection<Listed> listed, Tally tally) {
        Instant longAgo = clock.instant().minus(Decision.FOUND_BY_NOW);
        List<RunId> going = listed.stream()
                .filter(run -> !run.state().isTerminal() && run.written().isBefore(longAgo))
                .map(Listed::id)
                .toList();
        if (!going.isEmpty()) {
            Set<RunId> pointed = pointed(client);
            going.stream()
                    .filter(run -> !pointed.contains(run))
                    .map(run -> new RunKey(client, run))
                    .forEach(run -> tally.look("run", run, () -> writeAgain(run)));
        }
    }

    private Set<RunId> pointed(ClientRef client) {
        Set<RunId> pointed = new HashSet<>();
        try (Stream<RunId> open = ledger.openRunsOf(client);
                Stream<RunKey> held = ledger.held(client)) {
            open.forEach(pointed::add);
            held.forEach(run -> pointed.add(run.id()));
        }
        return pointed;
    }

    /** It may have ended since it was listed, which took its pointer away. */
    private String writeAgain(RunKey key) {
        RunState state = ledger.find(key).map(found -> found.run().state()).orElse(RunState.REJECTED);
        return switch (state) {
            case HELD -> {
                ledger.hold(key);
                yield "pointers written again";
            }
            case ACCEPTED, QUEUED, SCHEDULED, RUNNING -> {
                ledger.open(key);
                yield "pointers written again";
            }
            case SUCCEEDED, FAILED, CANCELLED, REJECTED -> "as they should be";
        };
    }
}
