package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.message.StatusMessage;
import dev.sluice.message.StatusPublisher;
import java.io.IOException;

/** The clients' topics at the other end of a wire. */
final class WiredTopics implements StatusPublisher {
    private final StatusPublisher topics;
    private final Wire wire;

    WiredTopics(StatusPublisher topics, Wire wire) {
        this.topics = topics;
        this.wire = wire;
    }

    @Override
    public void publish(ClientRef client, StatusMessage message) {
        wire.<Boolean>pass(new Call<>(
                true,
                () -> "publish " + message.attributes().get("state"),
                () -> {
                    topics.publish(client, message);
                    return true;
                },
                () -> {
                    throw new RetryLater("publish to " + client.topic(), new IOException("DEADLINE_EXCEEDED"));
                }));
    }
}
