package dev.sluice.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An entry of a raw job's allowedLocations: {@code regions/R} or {@code zones/R-z}. */
final class RawLocation {
    private static final Pattern SYNTAX =
            Pattern.compile("regions/([a-z]+-[a-z]+[0-9]+)|zones/([a-z]+-[a-z]+[0-9]+)-[a-z]");

    private RawLocation() {}

    static Optional<String> region(String location) {
        Matcher parts = SYNTAX.matcher(location);
        return parts.matches()
                ? Optional.ofNullable(parts.group(1)).or(() -> Optional.of(parts.group(2)))
                : Optional.empty();
    }
}
