package dev.sluice.launch;

import dev.sluice.RetryLater;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.run.Cause;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Recorded;
import dev.sluice.run.Replay;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ConcurrentModificationException;
import java.util.Optional;

/**
 * Tries a rejected run once more, by today's catalog: as a run of its own, whose id follows from the rejected one and how often that was
 * tried, so that two who replay at once make one run. The rejected run stays what it is, and says which run took its place.
 */
@ApplicationScoped
public class ReplayRun {
    private static final int WRITES_TRIED = 5;

    private final CurrentCatalog catalog;
    private final Ledger ledger;
    private final LaunchRun launch;
    private final InstantSource clock;

    public ReplayRun(CurrentCatalog catalog, Ledger ledger, LaunchRun launch, InstantSource clock) {
        this.catalog = catalog;
        this.ledger = ledger;
        this.launch = launch;
        this.clock = clock;
    }

    /**
     * What became of the new run. IGNORED, with the reason, where there is nothing to replay; DUPLICATE where it was replayed before, unless
     * that run was rejected as well.
     */
    public Outcome replay(RunKey key) {
        Optional<Recorded> found = ledger.find(key);
        if (found.isEmpty()) {
            return Outcome.ignored("there is no run " + key);
        }
        Run run = found.get().run();
        if (run.state() != RunState.REJECTED) {
            return Outcome.ignored("run %s is %s; only a REJECTED one can be replayed".formatted(key, run.state()));
        }
        if (catalog.get().client(key.client()).isEmpty()) {
            return Outcome.ignored("the catalog has no client " + key.client() + " any more");
        }
        return running(run)
                .map(before -> Outcome.of(Kind.DUPLICATE, before, "it was replayed before"))
                .orElseGet(() -> launched(found.get()));
    }

    /** The run that took its place, unless that one needs a replay too. */
    private Optional<RunKey> running(Run run) {
        return run.replay().map(last -> new RunKey(run.client(), last.by())).filter(before -> ledger.find(before)
                .map(found -> found.run().state() != RunState.REJECTED)
                .orElse(false));
    }

    private Outcome launched(Recorded rejected) {
        Run run = rejected.run();
        int times = run.replay().map(Replay::times).orElse(0) + 1;
        return run.input()
                .map(input -> launch.launch(new RunRequest(run.client(), Cause.replay(run, times), input)))
                .map(outcome -> noted(rejected, times, outcome))
                .orElseGet(() -> Outcome.ignored("run " + run.key() + " has no input to run on"));
    }

    private Outcome noted(Recorded rejected, int times, Outcome outcome) {
        outcome.run().ifPresent(by -> note(rejected, new Replay(times, by.id(), clock.instant())));
        return outcome;
    }

    private void note(Recorded rejected, Replay replay) {
        Recorded latest = rejected;
        for (int tried = 0; tried < WRITES_TRIED; tried++) {
            boolean known = latest.run()
                    .replay()
                    .map(noted -> noted.times() >= replay.times())
                    .orElse(false);
            if (known || ledger.replace(latest, latest.run().replayed(replay)).isPresent()) {
                return;
            }
            latest = ledger.find(rejected.run().key()).orElse(latest);
        }
        throw new RetryLater(
                "note that run " + rejected.run().key() + " was replayed",
                new ConcurrentModificationException("the record was replaced each time"));
    }
}
