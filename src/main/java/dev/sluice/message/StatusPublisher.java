package dev.sluice.message;

import dev.sluice.ClientRef;

/** The clients' topics. */
public interface StatusPublisher {
    /**
     * Publishes on the client's topic {@code batch-PRODUCT-CLIENT-outputs}, with one call. Doing it twice publishes two
     * messages with one id. Throws {@link dev.sluice.RetryLater} when Pub/Sub is unavailable, in which case the message may
     * have been published, and {@link dev.sluice.GiveUp} when it refuses, e.g. because there is no such topic.
     */
    void publish(ClientRef client, StatusMessage message);
}
