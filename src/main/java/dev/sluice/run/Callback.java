package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Who else is told that a run succeeded, and how that went.
 *
 * @param url to post to
 * @param key the name of the secret that is sent as the bearer; never the secret itself
 * @param last the latest try; empty before the first
 */
@RegisterForReflection
public record Callback(URI url, Optional<String> key, Optional<Tried> last) {
    /** The same callback after one more try. */
    public Callback tried(Tried how) {
        return new Callback(url, key, Optional.of(how));
    }

    /**
     * A try.
     *
     * @param times how often it was tried by then
     * @param delivered whether the other side took it
     * @param status the HTTP status; empty where there was no answer
     * @param answer the start of the answer, or what went wrong
     */
    @RegisterForReflection
    public record Tried(Instant at, int times, boolean delivered, Optional<Integer> status, String answer) {}
}
