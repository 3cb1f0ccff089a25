package dev.sluice.launch;

import dev.sluice.ClientRef;
import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.jboss.logging.Logger;

/**
 * Lets held runs go on when there is room: oldest first, and one client after the other, so that one with ten thousand of them does not
 * keep another one waiting. The step out of HELD is a conditional write; two releases of one run make one job.
 */
@ApplicationScoped
public class Release {
    private static final Logger LOG = Logger.getLogger(Release.class);

    private final CurrentCatalog catalog;
    private final Ledger ledger;
    private final Places places;
    private final Pace pace;
    private final StartJob start;
    private final InstantSource clock;

    public Release(
            CurrentCatalog catalog, Ledger ledger, Places places, Pace pace, StartJob start, InstantSource clock) {
        this.catalog = catalog;
        this.ledger = ledger;
        this.places = places;
        this.pace = pace;
        this.start = start;
        this.clock = clock;
    }

    /**
     * What a pass over all held runs came to.
     *
     * @param waiting how many pointers there were
     * @param released how many of them wait no more
     * @param failed how many could not be looked after
     */
    public record Report(int waiting, int released, int failed) {}

    /** A run ended: the client's oldest held one takes its place. Trouble is left to the next pass. */
    public void afterEnd(Run ended) {
        ClientRef ref = ended.client();
        places.leave(ended);
        catalog.get().client(ref).filter(Places::areCounted).ifPresent(client -> {
            try {
                ledger.held(ref).findFirst().ifPresent(this::release);
            } catch (RetryLater | GiveUp e) {
                LOG.warnf("a held run of %s waits for the next pass: %s", ref, e.getMessage());
            }
        });
    }

    /** Lets go what there is room for, until the deadline. */
    public Report all(Instant deadline) {
        Map<ClientRef, Queue<RunKey>> waiting = new LinkedHashMap<>();
        ledger.held().forEach(key -> waiting.computeIfAbsent(key.client(), client -> new ArrayDeque<>())
                .add(key));
        int all = waiting.values().stream().mapToInt(Queue::size).sum();
        waiting.keySet().forEach(this::lookAround);
        int released = 0;
        int failed = 0;
        while (!waiting.isEmpty() && clock.instant().isBefore(deadline)) {
            Iterator<Queue<RunKey>> clients = waiting.values().iterator();
            while (clients.hasNext() && clock.instant().isBefore(deadline)) {
                Queue<RunKey> runs = clients.next();
                Result result = tryToRelease(runs.remove());
                released += result == Result.GONE_ON ? 1 : 0;
                failed += result == Result.TROUBLE ? 1 : 0;
                if (runs.isEmpty() || result == Result.NO_ROOM) {
                    clients.remove();
                }
            }
        }
        return new Report(all, released, failed);
    }

    private enum Result {
        GONE_ON,
        NO_ROOM,
        TROUBLE
    }

    private Result tryToRelease(RunKey key) {
        try {
            return release(key);
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("held run %s waits for the next pass: %s", key, e.getMessage());
            return Result.TROUBLE;
        }
    }

    /** By its record: the pointer only says that somebody should look. */
    private Result release(RunKey key) {
        Optional<Recorded> found = ledger.find(key);
        if (found.isEmpty()) {
            // the record always comes first
            ledger.unhold(key);
            return Result.GONE_ON;
        }
        Recorded recorded = found.get();
        Run run = recorded.run();
        return switch (run.state()) {
            case HELD -> letGo(recorded);
            case ACCEPTED -> run.mayBeTakenUp(clock.instant()) ? goOn(start.start(recorded), key) : Result.NO_ROOM;
            case QUEUED, SCHEDULED, RUNNING -> {
                // a notice may have moved on a run whose pointer could not be written when it was let go
                ledger.open(key);
                ledger.unhold(key);
                yield Result.GONE_ON;
            }
            case SUCCEEDED, FAILED, CANCELLED, REJECTED -> {
                ledger.unhold(key);
                yield Result.GONE_ON;
            }
        };
    }

    private Result letGo(Recorded recorded) {
        Run run = recorded.run();
        Optional<Client> client = catalog.get().client(run.client());
        if (!client.map(known -> places.take(known, run.key())).orElse(true)
                || !pace.turn(run.job().name().location())) {
            return Result.NO_ROOM;
        }
        return ledger.replace(recorded, run.released(start.newLease()))
                .map(released -> goOn(start.startNow(released), run.key()))
                // somebody else was first
                .orElse(Result.GONE_ON);
    }

    private Result goOn(Outcome outcome, RunKey key) {
        if (outcome.kind() == Kind.HELD) {
            return Result.NO_ROOM;
        }
        ledger.unhold(key);
        return Result.GONE_ON;
    }

    private void lookAround(ClientRef ref) {
        catalog.get().client(ref).ifPresent(places::countAgain);
    }
}
