package dev.sluice.local;

import com.google.pubsub.v1.PubsubMessage;

/**
 * A status message as a client received it.
 *
 * @param id the CloudEvent's
 * @param type the CloudEvent's
 * @param data JSON
 */
record HeardMessage(String id, String type, String data) {
    static HeardMessage of(PubsubMessage message) {
        return new HeardMessage(
                message.getAttributesOrDefault("ce-id", ""),
                message.getAttributesOrDefault("ce-type", ""),
                message.getData().toStringUtf8());
    }
}
