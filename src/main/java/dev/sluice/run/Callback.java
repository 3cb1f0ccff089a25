package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
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
    /** One that nobody tried yet. */
    public static Callback untried(URI url, Optional<String> key) {
        return new Callback(url, key, Optional.empty());
    }

    /** The same callback after one more try. */
    public Callback tried(Tried how) {
        return new Callback(url, key, Optional.of(how));
    }

    /** Whether it has still to be tried, now or later. */
    @JsonIgnore
    public boolean isOwed() {
        return last.map(Tried::next).map(Optional::isPresent).orElse(true);
    }

    /** Whether the other side took it. */
    @JsonIgnore
    public boolean isDelivered() {
        return last.map(Tried::delivered).orElse(false);
    }

    /** How often it was tried. */
    public int times() {
        return last.map(Tried::times).orElse(0);
    }

    /** For people: the address without its query, which may hold a token. */
    public String place() {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return url.getScheme() + "://" + url.getHost() + port + url.getRawPath();
    }

    /**
     * A try.
     *
     * @param times how often it was tried by then
     * @param delivered whether the other side took it
     * @param status the HTTP status; empty where there was no answer
     * @param answer the start of the answer, or what went wrong
     * @param next when to try again; empty once it was delivered or given up
     */
    @RegisterForReflection
    public record Tried(
            Instant at,
            int times,
            boolean delivered,
            Optional<Integer> status,
            String answer,
            Optional<Instant> next) {}
}
