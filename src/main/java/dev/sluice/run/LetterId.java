package dev.sluice.run;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter lies: {@code dead-letters/yyyy-MM-dd/ID.json}.
 *
 * @param day on which it was received, UTC
 * @param id follows from what the letter says
 */
public record LetterId(LocalDate day, String id) {
    private static final String FOLDER = "dead-letters/";
    private static final Pattern SHAPE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})/([a-z2-7]{20})");

    /** Reads {@code yyyy-MM-dd/ID}, as {@link #toString()} writes it; empty when the text is no letter's. */
    public static Optional<LetterId> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(new LetterId(LocalDate.parse(matcher.group(1)), matcher.group(2)))
                    : Optional.empty();
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    static Optional<LetterId> ofObject(String name) {
        return name.startsWith(FOLDER) && name.endsWith(".json")
                ? parse(name.substring(FOLDER.length(), name.length() - ".json".length()))
                : Optional.empty();
    }

    static String objectsOf(LocalDate day) {
        return FOLDER + day + "/";
    }

    String object() {
        return FOLDER + this + ".json";
    }

    @Override
    public String toString() {
        return day + "/" + id;
    }
}
