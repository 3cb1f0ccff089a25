package dev.sluice.intake;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request at a door, as it came.
 *
 * @param door its path
 * @param headers by name, whatever the case; the first value of each
 */
record EventRequest(String door, Map<String, String> headers, byte[] body) {
    /** Beside those of a CloudEvent: a notice of Batch's, unwrapped, has its attributes as headers and nothing else. */
    private static final Set<String> DESCRIBING =
            Set.of("content-type", "type", "jobname", "jobuid", "newjobstate", "newtaskstate");

    EventRequest {
        TreeMap<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        headers = anyCase;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The headers that describe the event; what says who sent it, such as a token, is none of them. */
    Map<String, String> eventHeaders() {
        Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> {
            if (DESCRIBING.contains(name.toLowerCase(Locale.ROOT)) || name.regionMatches(true, 0, "ce-", 0, 3)) {
                kept.put(name, value);
            }
        });
        return kept;
    }
}
