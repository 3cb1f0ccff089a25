package dev.sluice.callback;

import java.util.Optional;
import java.util.stream.Collectors;

/** What others wrote, made fit for a record: one line, not long, and never with the key that they were sent. */
final class Told {
    private static final int LONGEST = 300;

    private Told() {}

    static String of(String text, Optional<Secret> key) {
        if (key.map(secret -> secret.isIn(text)).orElse(false)) {
            return "(not kept: it repeats the key)";
        }
        String start = text.codePoints()
                .limit(LONGEST)
                .mapToObj(c -> isPlain(c) ? Character.toString(c) : " ")
                .collect(Collectors.joining());
        return start.length() < text.length() ? start + "…" : start;
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.SURROGATE
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
