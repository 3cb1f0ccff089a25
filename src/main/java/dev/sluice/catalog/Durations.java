package dev.sluice.catalog;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the files write them: a whole number and one unit, {@code 300s}, {@code 25m}, {@code 6h}, {@code 2d}. */
final class Durations {
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
    private static final Pattern GOOGLE = Pattern.compile("([0-9]{1,12})(\\.[0-9]{1,9})?s");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(parts.group(1)) * seconds(parts.group(2))))
                : Optional.empty();
    }

    /** As protobuf's JSON writes a duration, rounded up to whole seconds: {@code 3600s}, {@code 1.5s}. */
    static Optional<Duration> parseGoogle(String text) {
        Matcher parts = GOOGLE.matcher(text);
        return parts.matches()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(parts.group(1)) + (parts.group(2) == null ? 0 : 1)))
                : Optional.empty();
    }

    private static long seconds(String unit) {
        return switch (unit) {
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            default -> 1;
        };
    }
}
