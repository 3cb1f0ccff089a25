package dev.sluice.message;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The twin of the clients' topics: keeps what was published. */
public final class RecordingPublisher implements StatusPublisher {
    /** A message on a client's topic. */
    public record Published(ClientRef client, StatusMessage message) {}

    private final List<Published> published = new CopyOnWriteArrayList<>();
    private volatile boolean available = true;

    public void available(boolean now) {
        available = now;
    }

    public List<Published> published() {
        return List.copyOf(published);
    }

    /** The ids of all messages, repeats included. */
    public List<String> ids() {
        return published.stream().map(each -> each.message().id()).toList();
    }

    @Override
    public void publish(ClientRef client, StatusMessage message) {
        if (!available) {
            throw new RetryLater("publish to " + client.topic(), new IOException("UNAVAILABLE"));
        }
        published.add(new Published(client, message));
    }
}
