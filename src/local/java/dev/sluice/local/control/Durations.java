package dev.sluice.local.control;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as a person types them: {@code 500ms}, {@code 2s}, {@code 25m}, {@code 6h}, {@code 60d}, or ISO-8601. */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    /** @throws IllegalArgumentException that says what would be right */
    public static Duration parse(String text) {
        Matcher parts = SHORT.matcher(text);
        if (parts.matches()) {
            long count = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "ms" -> Duration.ofMillis(count);
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"%s\" is no time: write a whole number and ms, s, m, h or d, as in 500ms or 25m".formatted(text));
        }
    }

    /** The shortest of these forms that is exact. */
    public static String text(Duration time) {
        if (time.isZero()) {
            return "0s";
        }
        if (time.getNano() % 1_000_000 != 0) {
            return time.toString();
        }
        if (time.getNano() != 0) {
            return time.toMillis() + "ms";
        }
        long seconds = time.toSeconds();
        if (seconds % 86_400 == 0) {
            return time.toDays() + "d";
        }
        if (seconds % 3_600 == 0) {
            return time.toHours() + "h";
        }
        return seconds % 60 == 0 ? time.toMinutes() + "m" : seconds + "s";
    }
}
