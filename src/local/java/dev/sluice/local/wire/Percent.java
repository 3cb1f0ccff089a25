package dev.sluice.local.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of paths and queries. */
final class Percent {
    private Percent() {}

    /** Of a path, where a plus is a plus. */
    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Of a query, where a plus is a space. */
    static String decodeQuery(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
