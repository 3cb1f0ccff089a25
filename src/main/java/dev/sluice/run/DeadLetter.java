package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A request that has no client or no readable cause, kept so that a person can see what it was.
 *
 * @param why what is wrong with it, and what would have been right
 * @param door the path that it came to
 * @param headers what describes the event; never who sent it
 * @param body as it came, to {@link DeadLetters#LONGEST_BODY} bytes; Base64 where it is not UTF-8
 * @param base64 whether the body is Base64
 * @param size of the whole body, in bytes
 * @param replay how it went when somebody sent it through the door again
 */
@RegisterForReflection
public record DeadLetter(
        Instant received,
        String door,
        String why,
        Map<String, String> headers,
        String body,
        boolean base64,
        long size,
        Optional<Replayed> replay) {
    public DeadLetter {
        headers = Map.copyOf(headers);
    }

    /** The body as it came; empty where only its start was kept. */
    public Optional<byte[]> wholeBody() {
        byte[] kept = base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        return kept.length == size ? Optional.of(kept) : Optional.empty();
    }

    DeadLetter replayed(Replayed how) {
        return new DeadLetter(received, door, why, headers, body, base64, size, Optional.of(how));
    }

    /**
     * What became of a letter that was sent through its door again.
     *
     * @param outcome in the words of the {@code Sluice-Outcome} header
     * @param run that it led to
     * @param detail why it led to none
     */
    @RegisterForReflection
    public record Replayed(Instant at, String outcome, Optional<String> run, String detail) {
        public static Replayed of(Outcome outcome, Instant at) {
            return new Replayed(at, outcome.kind().toString(), outcome.run().map(RunKey::toString), outcome.detail());
        }

        /** Whether it led to a run, so that there is nothing more to gain from it. */
        public boolean led() {
            return run.isPresent();
        }
    }
}
