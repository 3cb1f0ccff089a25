package dev.sluice.local.pubsub;

/** How much may be taken at once. One message always fits, however large; after it the bytes are not exceeded. */
record Share(long messages, long bytes) {
    /** Stays below the 4 MiB that a gRPC client takes unless it is told otherwise, ack ids included. */
    private static final Share ANSWER = new Share(1_000, 3_500_000);

    static Share ofAnswer(long messages) {
        return ANSWER.within(messages, Long.MAX_VALUE);
    }

    Share within(long maxMessages, long maxBytes) {
        return new Share(Math.min(messages, maxMessages), Math.min(bytes, maxBytes));
    }

    boolean isEmpty() {
        return messages <= 0 || bytes <= 0;
    }

    boolean fits(Held held) {
        return messages > 0 && bytes >= held.bytes();
    }

    Share without(Held held) {
        return new Share(messages - 1, bytes - held.bytes());
    }
}
