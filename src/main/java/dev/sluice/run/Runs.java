package dev.sluice.run;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the ledger's lists tell of many runs without reading one record: a page of a thousand is one call. */
@ApplicationScoped
public class Runs {
    private final ObjectStore store;
    private final Ledger ledger;
    private final InstantSource clock;
    private final String bucket;

    public Runs(ObjectStore store, Ledger ledger, InstantSource clock, SluiceConfig config) {
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.bucket = config.ledgerBucket();
    }

    /** A run that owes something, and since when the ledger says so. */
    public record Pointer(RunKey run, Instant since) {}

    /** Every run that still owes something, in the order of {@link RunKey#toString()}; a name that is no run's is passed over. */
    public Stream<Pointer> open() {
        return store.list(bucket, RunKey.OPEN)
                .flatMap(pointer -> RunKey.parse(pointer.name().name().substring(RunKey.OPEN.length()))
                        .map(run -> new Pointer(run, pointer.created()))
                        .stream());
    }

    /**
     * A client's rejected runs, newest first.
     *
     * @param since causes that arose before are left out
     * @param after the last run of the page before; empty for the first page
     * @param most how many runs at once
     */
    public List<Listed> rejected(ClientRef client, Instant since, Optional<RunId> after, int most) {
        LocalDate last = LocalDate.ofInstant(since, ZoneOffset.UTC);
        List<Listed> page = new ArrayList<>();
        LocalDate day = after.map(RunId::day).orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        while (!day.isBefore(last) && page.size() < most) {
            try (Stream<Listed> runs = ledger.runsOf(client, day)) {
                runs.filter(run -> run.state() == RunState.REJECTED)
                        .filter(run -> !run.id().time().isBefore(since))
                        .filter(run -> after.map(id -> follows(run.id(), id)).orElse(true))
                        .limit(most - page.size())
                        .forEach(page::add);
            }
            day = day.minusDays(1);
        }
        return page;
    }

    /** In the order of the list: earlier causes, and within a second by the id. */
    private static boolean follows(RunId run, RunId other) {
        return run.time().equals(other.time())
                ? run.compareTo(other) > 0
                : run.time().isBefore(other.time());
    }
}
