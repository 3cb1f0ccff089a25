package dev.sluice.local.batch;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import java.util.regex.Pattern;

/** Checks that more than one part of a request needs; what fails is INVALID_ARGUMENT. */
final class Rules {
    private static final Pattern UUID = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String ZERO = "00000000-0000-0000-0000-000000000000";

    private Rules() {}

    /** @param why a sentence on what is wrong and what would be right */
    static void check(boolean right, String field, String why, Object... details) {
        if (!right) {
            throw BatchError.field(field, why.formatted(details));
        }
    }

    static void implemented(boolean built, String missing) {
        if (!built) {
            throw BatchError.unimplemented(missing);
        }
    }

    static void requestId(String id) {
        check(
                id.isEmpty() || (UUID.matcher(id).matches() && !id.equals(ZERO)),
                "request_id",
                "\"%s\" is not a UUID other than zero.",
                id);
    }

    static void range(String field, long value, long least, long most) {
        check(value >= least && value <= most, field, "%d is not from %d to %d.", value, least, most);
    }

    static void duration(String field, Duration duration) {
        check(
                Durations.isValid(duration) && !Durations.isNegative(duration),
                field,
                "%d s and %d ns is not a time from 0 on.",
                duration.getSeconds(),
                duration.getNanos());
    }
}
