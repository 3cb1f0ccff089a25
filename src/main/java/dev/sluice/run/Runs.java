package dev.sluice.run;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
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
    private final String bucket;
    private final InstantSource clock;

    public Runs(ObjectStore store, SluiceConfig config, InstantSource clock) {
        this.store = store;
        this.bucket = config.ledgerBucket();
        this.clock = clock;
    }

    /** Every run that still owes something, in the order of {@link RunKey#toString()}; a name that is no run's is passed over. */
    public Stream<Pointer> open() {
        return pointers(RunKey.OPEN, "");
    }

    /** A client's runs that still owe something. */
    public Stream<Pointer> open(ClientRef client) {
        return pointers(RunKey.OPEN, client.prefix());
    }

    /** A client's runs that wait for room. */
    public Stream<Pointer> held(ClientRef client) {
        return pointers(RunKey.HELD, client.prefix());
    }

    private Stream<Pointer> pointers(String folder, String below) {
        return store.list(bucket, folder + below)
                .flatMap(object -> RunKey.parse(object.name().name().substring(folder.length()))
                        .map(key -> new Pointer(key, object.created()))
                        .stream());
    }

    /** A client's runs whose cause arose on a day (UTC), newest first. */
    public Stream<Listed> on(LocalDate day, ClientRef client) {
        return store.list(bucket, RunKey.records(client, day)).flatMap(record -> listed(client, record).stream());
    }

    private static Optional<Listed> listed(ClientRef client, StoredObject record) {
        return RunKey.idIn(record.name().lastSegment()).flatMap(id -> state(record)
                .map(state -> new Listed(
                        new RunKey(client, id),
                        state,
                        Optional.ofNullable(record.metadata().get("template")),
                        record.created())));
    }

    private static Optional<RunState> state(StoredObject record) {
        return Stream.of(RunState.values())
                .filter(state -> state.name().equals(record.metadata().get("state")))
                .findFirst();
    }

    /**
     * A client's rejected runs, newest first.
     *
     * @param since causes that arose before are left out
     * @param after the last run of the page before; empty for the first page
     * @param most how many runs at once
     */
    public List<RunKey> rejected(ClientRef client, Instant since, Optional<RunId> after, int most) {
        Instant newest = after.map(RunId::time).orElseGet(clock::instant);
        LocalDate last = day(since);
        List<RunKey> page = new ArrayList<>();
        for (LocalDate day = day(newest); !day.isBefore(last) && page.size() < most; day = day.minusDays(1)) {
            try (Stream<Listed> runs = on(day, client)) {
                runs.filter(run -> run.state() == RunState.REJECTED)
                        .map(Listed::key)
                        .filter(run -> !run.id().time().isBefore(since))
                        .filter(run -> after.map(id -> isAfter(run.id(), id)).orElse(true))
                        .limit(most - page.size())
                        .forEach(page::add);
            }
        }
        return page;
    }

    /** In the order of the list: later causes first, and by the id within a second. */
    private static boolean isAfter(RunId run, RunId before) {
        int byTime = before.time().compareTo(run.time());
        return byTime == 0 ? run.compareTo(before) > 0 : byTime > 0;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** A run that owes something, and since when the ledger says so. */
    public record Pointer(RunKey key, Instant since) {}

    /**
     * A run as a list shows it.
     *
     * @param template empty when none matched
     * @param written when its record was last written
     */
    public record Listed(RunKey key, RunState state, Optional<String> template, Instant written) {}
}
