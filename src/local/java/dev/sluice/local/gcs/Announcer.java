package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.fault.Kind.Where;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Pushes an event for every finalized object to the bucket's subscribers until each acknowledged it, as Eventarc does: at
 * least once, in no order. An event is a file before the upload is answered and until it is acknowledged, so a crash loses
 * none; after a restart it goes to the address it was for.
 */
@Fidelity(
        what = "a finalized object is pushed as Eventarc's CloudEvent in binary mode, at least once, over restarts too,"
                + " with a doubling wait by the movable clock until 24 h are over",
        verified = {Verified.DOCUMENTED},
        by = {"LocalStorageEventsTest"},
        simplified = "waits of 1 to 60 s instead of 10 to 600; no events of deletes, archives and metadata updates;"
                + " who is subscribed is not remembered over a restart")
final class Announcer implements Finalized, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Announcer.class);
    private static final int IN_FLIGHT = 16;

    private final Path folder;
    private final Generations ids;
    private final LocalClock clock;
    private final Faults faults;
    private final Backoff backoff;
    private final Push push = new Push();
    private final Resources resources;
    private final Map<String, List<URI>> subscribers = new ConcurrentHashMap<>();
    private final ExecutorService senders = Executors.newFixedThreadPool(IN_FLIGHT, task -> {
        Thread thread = new Thread(task, "sluice-gcs-events");
        thread.setDaemon(true);
        return thread;
    });

    Announcer(Path folder, Generations ids, LocalClock clock, Faults faults, Backoff backoff, Resources resources)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.ids = ids;
        this.clock = clock;
        this.faults = faults;
        this.backoff = backoff;
        this.resources = resources;
    }

    void subscribe(String bucket, URI address) {
        subscribers.computeIfAbsent(bucket, b -> new CopyOnWriteArrayList<>()).add(address);
    }

    /** Goes on with what an earlier process did not get acknowledged. */
    void resume() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (file.toString().endsWith(".json")) {
                    deliverLater(Json.read(Files.readAllBytes(file), PendingEvent.class), file, 0, Duration.ZERO);
                } else {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public void created(String bucket, StoredObject object) throws IOException {
        List<URI> addresses = subscribers.getOrDefault(bucket, List.of());
        if (addresses.isEmpty()) {
            return;
        }
        String id = Long.toString(ids.next());
        ObjectNode data = resources.object(bucket, object);
        for (int i = 0; i < addresses.size(); i++) {
            String time = Resources.MICROS.format(object.timeCreated());
            send(new PendingEvent(id, addresses.get(i), bucket, object.name(), time, data), id + "-" + i);
        }
    }

    @Fidelity(
            what = "faults strike events at `event`: lost, late, doubled (the same source and id)",
            verified = {Verified.DOCUMENTED},
            by = {"LocalStorageFaultsTest"},
            simplified = "a late one goes out at once after a restart")
    private void send(PendingEvent event, String name) throws IOException {
        List<Fault> strikes =
                faults.strike(Service.STORAGE, Where.DELIVERY, "event", event.bucket() + "/" + event.object());
        if (count(strikes, Kind.LOST) > 0) {
            LOG.debugf("event %s is lost by a fault", event.id());
            return;
        }
        Duration wait = strikes.stream()
                .filter(fault -> fault.kind() == Kind.LATE)
                .map(Fault::delayed)
                .reduce(Duration.ZERO, Duration::plus);
        for (long copy = 0; copy <= count(strikes, Kind.DOUBLED); copy++) {
            Path file = folder.resolve(name + "-" + copy + ".json");
            Path next = folder.resolve(name + "-" + copy + ".next");
            Files.write(next, Json.bytes(event));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            deliverLater(event, file, 0, wait);
        }
    }

    private static long count(List<Fault> strikes, Kind kind) {
        return strikes.stream().filter(fault -> fault.kind() == kind).count();
    }

    /** How many were not acknowledged yet. */
    long waiting() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        }
    }

    /** Forgets subscribers and events; one that is being pushed is not pushed again. */
    void reset() throws IOException {
        subscribers.clear();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private void deliverLater(PendingEvent event, Path file, int attempt, Duration wait) {
        if (wait.isZero()) {
            submit(event, file, attempt);
        } else {
            clock.after(wait, () -> submit(event, file, attempt));
        }
    }

    private void submit(PendingEvent event, Path file, int attempt) {
        try {
            senders.execute(() -> deliver(event, file, attempt + 1));
        } catch (RejectedExecutionException closed) {
            LOG.debugf("event %s waits in %s for the next start", event.id(), file);
        }
    }

    private void deliver(PendingEvent event, Path file, int attempt) {
        try {
            if (!Files.exists(file)) {
                return; // all was reset
            }
            if (event.since().plus(backoff.retention()).isBefore(clock.instant())) {
                LOG.warnf(
                        "event %s of %s/%s was not acknowledged by %s within %s and is dropped",
                        event.id(), event.bucket(), event.object(), event.address(), backoff.retention());
                Files.deleteIfExists(file);
            } else if (push.isAcknowledged(event)) {
                Files.deleteIfExists(file);
            } else {
                deliverLater(event, file, attempt, backoff.before(attempt));
            }
        } catch (IOException e) {
            LOG.errorf(e, "cannot remove %s; its event may be pushed again", file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a moment for pushes on their way, so that a restart does not repeat them. */
    @Override
    public void close() {
        senders.shutdown();
        try {
            if (!senders.awaitTermination(2, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
