package dev.sluice.local.pubsub;

import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;

/** One message in one subscription's backlog, and how often its delivery failed. */
final class Held implements Comparable<Held> {
    private final long id;
    private final PubsubMessage message;
    private final String lane;
    private int failures;
    private boolean late;

    /** @param lane the ordering key that holds it in line, or empty when it goes on its own */
    Held(PubsubMessage message, String lane) {
        this.id = Long.parseLong(message.getMessageId());
        this.message = message;
        this.lane = lane;
    }

    long id() {
        return id;
    }

    PubsubMessage message() {
        return message;
    }

    String lane() {
        return lane;
    }

    boolean ordered() {
        return !lane.isEmpty();
    }

    long publishedMillis() {
        return Timestamps.toMillis(message.getPublishTime());
    }

    int bytes() {
        return message.getSerializedSize();
    }

    int failures() {
        return failures;
    }

    void failed() {
        failures++;
    }

    boolean isLate() {
        return late;
    }

    /** It was held up once, which is enough. */
    void wasLate() {
        late = true;
    }

    /** After a restart. */
    void failedBefore(int times) {
        failures = times;
    }

    @Override
    public int compareTo(Held other) {
        return Long.compare(id, other.id);
    }
}
