package dev.sluice.intake;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request at a door, as it came.
 *
 * @param door its path
 * @param headers by name, whatever the case; the first value of each
 */
record EventRequest(String door, Map<String, String> headers, byte[] body) {
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
            if (name.equalsIgnoreCase("content-type") || name.regionMatches(true, 0, "ce-", 0, 3)) {
                kept.put(name, value);
            }
        });
        return kept;
    }
}
