package dev.sluice.launch;

import dev.sluice.ClientRef;
import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.Limits;
import dev.sluice.run.Ledger;
import dev.sluice.run.Money;
import dev.sluice.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * What clients with limits have of what the limits count. Asking costs no call: the numbers come from lists of the ledger that are made
 * beside the requests, at most every {@link #REFRESHED}, and from what this instance launched and ended since.
 *
 * <p>So limits are soft by a known amount. An instance never goes over a limit by its own launches; it does not see those of others for up
 * to {@link #REFRESHED} and a list's time, and none at all before its first list is back: each of N instances may in that time launch
 * what the limit still allows. A run counts for the day of its cause, UTC. One whose estimate was not known counts nothing.
 */
@ApplicationScoped
public class ClientUsage {
    /** How old the lists may be, while somebody asks; more often costs calls, less often lets instances exceed a limit by more. */
    static final Duration REFRESHED = Duration.ofSeconds(15);

    private static final Logger LOG = Logger.getLogger(ClientUsage.class);

    private final Map<ClientRef, Tally> tallies = new ConcurrentHashMap<>();
    private final Ledger ledger;
    private final InstantSource clock;
    private final Executor executor;

    public ClientUsage(Ledger ledger, InstantSource clock, Executor executor) {
        this.ledger = ledger;
        this.clock = clock;
        this.executor = executor;
    }

    /** A client's open runs and today's money; nothing for a client without limits. */
    public Usage of(Client client) {
        return of(client, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** A client's open runs and a day's money, UTC; nothing for a client without limits. */
    public Usage of(Client client, LocalDate day) {
        return tally(client)
                .map(tally -> {
                    Usage usage = tally.usage(day, clock.instant());
                    refreshBeside(client, tally);
                    return usage;
                })
                .orElseGet(Usage::none);
    }

    /**
     * Counts what a run may cost, if what its day has by then allows it: at once, so that no two requests here spend the same money.
     * If the run is then not recorded, it is forgotten after a minute.
     */
    public boolean reserve(Client client, RunKey run, Optional<Money> estimate, Predicate<Usage> fits) {
        return tally(client)
                .map(tally -> {
                    boolean yes = tally.reserve(run.id(), estimate, clock.instant(), fits);
                    refreshBeside(client, tally);
                    return yes;
                })
                .orElse(true);
    }

    /** Counts a run among the open ones, if what the client has by then allows it; otherwise like {@link #reserve}. */
    public boolean takePlace(Client client, RunKey run, Predicate<Usage> fits) {
        return tally(client)
                .map(tally -> {
                    boolean yes = tally.open(run.id(), clock.instant(), fits);
                    refreshBeside(client, tally);
                    return yes;
                })
                .orElse(true);
    }

    /** A run ended: its place is free, and what it did cost is spent instead of what it might have. */
    public void ended(RunKey run, Optional<Money> cost) {
        Optional.ofNullable(tallies.get(run.client())).ifPresent(tally -> tally.end(run.id(), cost, clock.instant()));
    }

    /** Makes the lists now and waits for them: for a pass that goes by them, never for a request. */
    public void refresh(Client client) {
        tally(client).ifPresent(tally -> {
            tally.takeTurn(clock.instant(), REFRESHED);
            census(client, tally);
        });
    }

    private Optional<Tally> tally(Client client) {
        Limits limits = client.limits();
        return limits.maxOpenRuns().isPresent() || limits.dailyBudget().isPresent()
                ? Optional.of(tallies.computeIfAbsent(client.ref(), unknown -> new Tally()))
                : Optional.empty();
    }

    private void refreshBeside(Client client, Tally tally) {
        if (!tally.takeTurn(clock.instant(), REFRESHED)) {
            return;
        }
        try {
            executor.execute(() -> tryCensus(client, tally));
        } catch (RejectedExecutionException stopping) {
            LOG.debugf("the numbers of client %s stay as they are: %s", client.ref(), stopping.getMessage());
        }
    }

    private void tryCensus(Client client, Tally tally) {
        try {
            census(client, tally);
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("the numbers of client %s stay as they are for %s: %s", client.ref(), REFRESHED, e.getMessage());
        }
    }

    /** Only what a limit counts is listed. */
    private void census(Client client, Tally tally) {
        Census census = tally.begin(clock.instant());
        if (client.limits().maxOpenRuns().isPresent()) {
            ledger.openRunsOf(client.ref()).forEach(census::open);
        }
        if (client.limits().dailyBudget().isPresent()) {
            tally.daysOfUse().forEach(day -> count(client, day, census));
        }
        tally.install(census);
    }

    private void count(Client client, LocalDate day, Census census) {
        census.day(day);
        ledger.runsOf(client.ref(), day).forEach(run -> census.run(day, run));
    }
}
