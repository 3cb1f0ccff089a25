package dev.sluice.local.pubsub;

/** How much may be taken at once; bytes are counted after a message was added, so that one large message always fits. */
record Share(long messages, long bytes) {
    /** Keeps every answer below the 20 MB that Google's Java client takes, with one 10 MB message on top. */
    private static final Share ANSWER = new Share(1_000, 4_000_000);

    static Share ofAnswer(long messages) {
        return ANSWER.within(messages, Long.MAX_VALUE);
    }

    Share within(long maxMessages, long maxBytes) {
        return new Share(Math.min(messages, maxMessages), Math.min(bytes, maxBytes));
    }

    boolean isEmpty() {
        return messages <= 0 || bytes <= 0;
    }

    Share without(Held held) {
        return new Share(messages - 1, bytes - held.bytes());
    }
}
