package dev.sluice.reconcile;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.Ledger;
import dev.sluice.run.Listed;
import dev.sluice.run.RunId;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks through the clients' inputs for some that no event told of: lists of what was uploaded lately against lists of the runs of those
 * days. An input gets the run that its event would have made, because the id follows from the object.
 */
@ApplicationScoped
class LostInputs {
    /** Eventarc gives up after 24 hours: what is older and has no run was looked for many times. */
    static final Duration OLDEST = Duration.ofHours(26);

    /** A younger one's event may be on its way. */
    static final Duration YOUNGEST = Duration.ofMinutes(5);

    private final CurrentCatalog catalog;
    private final ObjectStore store;
    private final Ledger ledger;
    private final LaunchRun launch;
    private final LostPointers pointers;
    private final InputsTurn turn;
    private final InstantSource clock;
    private final String deployment;

    LostInputs(
            CurrentCatalog catalog,
            ObjectStore store,
            Ledger ledger,
            LaunchRun launch,
            LostPointers pointers,
            InputsTurn turn,
            InstantSource clock,
            SluiceConfig config) {
        this.catalog = catalog;
        this.store = store;
        this.ledger = ledger;
        this.launch = launch;
        this.pointers = pointers;
        this.turn = turn;
        this.clock = clock;
        this.deployment = config.deployment();
    }

    /** One look at all clients, or at those that are left of the last one; empty when it is not time, or another instance is at it. */
    Optional<Part> look(Instant deadline) {
        return turn.take(deadline).map(taken -> look(taken, deadline));
    }

    /** One client at least, however late it is, for the same reason as in a {@link Round}. */
    private Part look(InputsTurn.Taken taken, Instant deadline) {
        Tally tally = new Tally();
        boolean isFirst = true;
        for (Client client : clientsFrom(taken.from())) {
            Look look = new Look(client, tally, deadline);
            boolean stopped = !isFirst && look.isLate();
            if (!stopped) {
                tally.careful("inputs of " + client.ref(), look::at);
                stopped = look.stopped;
            }
            if (stopped) {
                taken.stoppedAt(client.ref().toString());
                return tally.part(false);
            }
            isFirst = false;
        }
        taken.finished();
        return tally.part(true);
    }

    private List<Client> clientsFrom(Optional<String> first) {
        return catalog.get().products().values().stream()
                .flatMap(product -> product.clients().values().stream())
                .sorted((one, other) ->
                        one.ref().toString().compareTo(other.ref().toString()))
                .filter(client -> first.map(from -> client.ref().toString().compareTo(from) >= 0)
                        .orElse(true))
                .toList();
    }

    /** At one client. Its lists are taken whole, however late it is: cut off, they would be cut off the next time as well. */
    private final class Look {
        private final Client client;
        private final Tally tally;
        private final Instant deadline;
        private boolean stopped;

        Look(Client client, Tally tally, Instant deadline) {
            this.client = client;
            this.tally = tally;
            this.deadline = deadline;
        }

        boolean isLate() {
            return !clock.instant().isBefore(deadline);
        }

        void at() {
            Instant now = clock.instant();
            List<InputObject> inputs = inputs(client, now);
            Map<RunId, Listed> known = runsSince(client.ref(), now);
            tally.saw(inputs.size());
            List<InputObject> lost = inputs.stream()
                    .filter(input -> !known.containsKey(RunId.of(deployment, Cause.object(input))))
                    .toList();
            boolean isFirst = true;
            for (InputObject input : lost) {
                if (!isFirst && isLate()) {
                    stopped = true;
                    return;
                }
                tally.look("input", input.name(), () -> launched(client, input));
                isFirst = false;
            }
            pointers.writeAgain(client.ref(), known.values(), tally);
        }
    }

    private String launched(Client client, InputObject input) {
        return QuietRun.said(launch.launch(RunRequest.of(client.ref(), input)));
    }

    private List<InputObject> inputs(Client client, Instant now) {
        try (Stream<StoredObject> objects =
                store.list(client.bucket(), client.ref().inputs())) {
            return objects.filter(object -> object.created().isAfter(now.minus(OLDEST)))
                    .filter(object -> object.created().isBefore(now.minus(YOUNGEST)))
                    .filter(object -> !object.name().name().endsWith("/"))
                    .map(InputObject::of)
                    .toList();
        }
    }

    private Map<RunId, Listed> runsSince(ClientRef client, Instant now) {
        Map<RunId, Listed> known = new HashMap<>();
        LocalDate last = LocalDate.ofInstant(now, ZoneOffset.UTC);
        for (LocalDate day = LocalDate.ofInstant(now.minus(OLDEST), ZoneOffset.UTC);
                !day.isAfter(last);
                day = day.plusDays(1)) {
            try (Stream<Listed> listed = ledger.runsOf(client, day)) {
                listed.forEach(run -> known.put(run.id(), run));
            }
        }
        return known;
    }
}
