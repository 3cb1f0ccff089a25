package dev.sluice.intake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Compares subjects, which senders percent-encode where the name is not ASCII, once or, through the header's own encoding, twice. */
final class Subjects {
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
        try {
            // a plus is a plus in a path; only a form's query means a space by it
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Header values arrive as Latin-1 whatever bytes were sent. */
    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
