package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Pushes an event for every finalized object to the bucket's subscribers until each acknowledged it, as Eventarc does: at
 * least once, in no order. An event is a file before the upload is answered and until it is acknowledged, so a crash loses
 * none; after a restart it goes to the address it was for.
 */
final class Announcer implements Finalized, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Announcer.class);
    private static final int IN_FLIGHT = 16;

    private final Path folder;
    private final Generations ids;
    private final InstantSource clock;
    private final Backoff backoff;
    private final Push push = new Push();
    private final Resources resources;
    private final Map<String, List<URI>> subscribers = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor senders = new ScheduledThreadPoolExecutor(IN_FLIGHT, task -> {
        Thread thread = new Thread(task, "sluice-gcs-events");
        thread.setDaemon(true);
        return thread;
    });

    Announcer(Path folder, Generations ids, InstantSource clock, Backoff backoff, Resources resources)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.ids = ids;
        this.clock = clock;
        this.backoff = backoff;
        this.resources = resources;
        senders.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void subscribe(String bucket, URI address) {
        subscribers.computeIfAbsent(bucket, b -> new CopyOnWriteArrayList<>()).add(address);
    }

    /** Goes on with what an earlier process did not get acknowledged. */
    void resume() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (file.toString().endsWith(".json")) {
                    deliverLater(Json.read(Files.readAllBytes(file), PendingEvent.class), file, 0, 0);
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
            PendingEvent event = new PendingEvent(id, addresses.get(i), bucket, object.name(), time, data);
            Path file = folder.resolve(id + "-" + i + ".json");
            Path next = folder.resolve(id + "-" + i + ".next");
            Files.write(next, Json.bytes(event));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            deliverLater(event, file, 0, 0);
        }
    }

    private void deliverLater(PendingEvent event, Path file, int attempt, long waitMillis) {
        try {
            senders.schedule(() -> deliver(event, file, attempt + 1), waitMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debugf("event %s waits in %s for the next start", event.id(), file);
        }
    }

    private void deliver(PendingEvent event, Path file, int attempt) {
        try {
            if (event.since().plus(backoff.retention()).isBefore(clock.instant())) {
                LOG.warnf(
                        "event %s of %s/%s was not acknowledged by %s within %s and is dropped",
                        event.id(), event.bucket(), event.object(), event.address(), backoff.retention());
                Files.deleteIfExists(file);
            } else if (push.isAcknowledged(event)) {
                Files.deleteIfExists(file);
            } else {
                deliverLater(event, file, attempt, backoff.before(attempt).toMillis());
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
