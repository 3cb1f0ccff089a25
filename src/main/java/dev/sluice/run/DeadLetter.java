package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * A request that has no client or no readable cause, kept so that a person can see what it was.
 *
 * @param why what is wrong with it, and what would have been right
 * @param door the path that it came to
 * @param headers what describes the event; never who sent it
 * @param body as it came, to {@link DeadLetters#LONGEST_BODY} bytes; Base64 where it is not UTF-8
 * @param base64 whether the body is Base64
 * @param size of the whole body, in bytes
 */
@RegisterForReflection
public record DeadLetter(
        Instant received,
        String door,
        String why,
        Map<String, String> headers,
        String body,
        boolean base64,
        long size) {
    public DeadLetter {
        headers = Map.copyOf(headers);
    }
}
