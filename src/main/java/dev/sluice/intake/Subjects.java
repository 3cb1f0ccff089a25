package dev.sluice.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Compares subjects, which senders percent-encode where the name is not ASCII, once or, through the header's own encoding, twice. */
final class Subjects {
    /** A sender that encodes only what is not ASCII leaves a percent sign as it is. */
    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Subjects() {}

    /** Whether a subject, as it is or decoded, is the one that the data means. */
    static boolean mean(String subject, String meant) {
        String once = decoded(subject);
        return subject.equals(meant)
                || once.equals(meant)
                || decoded(once).equals(meant)
                || utf8(subject).equals(meant);
    }

    private static String decoded(String text) {
        // a plus is a plus in a path; only a form's query means a space by it
        String escaped = LONE_PERCENT.matcher(text).replaceAll("%25").replace("+", "%2B");
        return URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    }

    /** Header values arrive as Latin-1 whatever bytes were sent. */
    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
