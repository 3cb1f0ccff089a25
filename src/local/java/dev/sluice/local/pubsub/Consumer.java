package dev.sluice.local.pubsub;

import io.grpc.Status;

/**
 * Somebody who takes messages from a subscription: a stream, a waiting pull, a push pump. All calls come under the store's
 * monitor, so they only note what happened and leave the work to another thread.
 */
interface Consumer {
    /** There may be something to take. */
    void wake();

    /** A message of this many bytes is with this consumer now. */
    default void leased(int bytes) {}

    /** A message of this many bytes that this consumer took was acknowledged, refused, or its deadline passed. */
    default void released(int bytes) {}

    /** Whether it delivers by push: pull and push never work on the same subscription. */
    default boolean pushes() {
        return false;
    }

    /** The subscription is gone, or can no longer be used this way. */
    void end(Status why);
}
