package dev.sluice.callback;

import java.time.Duration;

/** Sends a callback. */
interface Poster {
    /** The longest that a try takes. */
    Duration LONGEST = Duration.ofSeconds(10);

    /**
     * Sends it once, within {@link #LONGEST}. Never throws for what the other side does, or fails to do: that is the answer. What it
     * answers never holds the key.
     */
    Answer post(Post post);
}
