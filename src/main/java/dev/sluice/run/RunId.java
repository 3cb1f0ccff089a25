package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A run's name, derived from its cause: {@code yyyyMMdd't'HHmmss-} and 20 base32 characters (100 bits) of a SHA-256. Being
 * derived is what makes a repeated event meet the same record and the same job.
 */
@RegisterForReflection
public record RunId(@JsonValue String value) implements Comparable<RunId> {
    private static final Pattern SHAPE = Pattern.compile("\\d{8}t\\d{6}-[a-z2-7]{20}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = 15;
    private static final int HASH_LENGTH = 20;

    @JsonCreator
    public RunId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "not a run id: \"%s\"; expected yyyyMMdd't'HHmmss, a dash and 20 of a-z2-7".formatted(value));
        }
    }

    /**
     * The id of the run that a cause leads to in a deployment. The hash is taken of a JSON array and not of joined texts, so
     * that {@code ("a", "b/c")} and {@code ("a/b", "c")} differ.
     */
    public static RunId of(String deployment, Cause cause) {
        String identity = Json.compact(Json.array(deployment, cause.kind().name(), cause.parts()));
        byte[] hash = DigestUtils.sha256(identity.getBytes(StandardCharsets.UTF_8));
        String text = new Base32().encodeToString(hash).toLowerCase(Locale.ROOT).substring(0, HASH_LENGTH);
        return new RunId(TIME.format(cause.time()) + "-" + text);
    }

    /** Reads an id; empty when the text is none. */
    public static Optional<RunId> parse(String text) {
        return isWellFormed(text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    private static boolean isWellFormed(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return false;
        }
        try {
            timeOf(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** The time of the cause, to the second. */
    public Instant time() {
        return timeOf(value);
    }

    /** The day of the cause, UTC: the one whose budget the run is paid from. */
    public LocalDate day() {
        return LocalDate.ofInstant(time(), ZoneOffset.UTC);
    }

    private static Instant timeOf(String text) {
        return LocalDateTime.parse(text.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC);
    }

    @Override
    public int compareTo(RunId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
