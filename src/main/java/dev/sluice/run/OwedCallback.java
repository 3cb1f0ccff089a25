package dev.sluice.run;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a list of {@code callbacks/} shows: enough to tell, without reading a record, whether its turn has come. It is a hint; the
 * record decides.
 *
 * @param host whom it goes to, so that one that does not answer is not asked for every run
 * @param notBefore when it is to be tried
 */
public record OwedCallback(RunKey key, String host, Instant notBefore) {
    /** Longer than the first try takes, which whoever announced the run makes at once. */
    private static final Duration FIRST_TRY_TAKES = Duration.ofSeconds(30);

    private static final String HOST = "host";
    private static final String NOT_BEFORE = "not-before";

    /** What a run that has ended owes; empty for most. */
    public static Optional<OwedCallback> of(Run run) {
        return run.callback().filter(callback -> run.owesCallback()).map(callback -> {
            Instant first = run.verdict().orElseThrow().at().plus(FIRST_TRY_TAKES);
            Instant next = callback.last().flatMap(Callback.Tried::next).orElse(first);
            return new OwedCallback(
                    run.key(), Optional.ofNullable(callback.url().getHost()).orElse(""), next);
        });
    }

    /** Of a pointer with its metadata; without any it is due. */
    static OwedCallback of(RunKey key, Map<String, String> metadata) {
        return new OwedCallback(key, metadata.getOrDefault(HOST, ""), time(metadata.getOrDefault(NOT_BEFORE, "")));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException handMade) {
            return Instant.EPOCH;
        }
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(HOST, host);
        metadata.put(NOT_BEFORE, notBefore.toString());
        return metadata;
    }
}
