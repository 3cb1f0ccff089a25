package dev.sluice.local.gcs;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to a resumable upload brings: bytes from {@code start} on, or none when it only asks how far the upload is.
 *
 * @param length how many bytes; unknown for "the rest"
 * @param total the whole object's size, when the sender knows it by now
 */
record ContentRange(OptionalLong start, OptionalLong length, OptionalLong total) {
    private static final Pattern HEADER = Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18}|\\*)|\\*)/(\\d{1,18}|\\*)");

    static ContentRange of(Request request) {
        String header = request.header("Content-Range").orElse("bytes 0-*/*");
        Matcher range = HEADER.matcher(header.strip());
        if (!range.matches()) {
            throw Refusal.invalid(
                    "Content-Range should be 'bytes FIRST-LAST/TOTAL', with '*' for what is unknown, not: " + header);
        }
        OptionalLong start = number(range.group(1));
        OptionalLong last = number(range.group(2));
        OptionalLong length =
                last.isPresent() ? OptionalLong.of(last.getAsLong() - start.getAsLong() + 1) : OptionalLong.empty();
        if (length.isPresent() && length.getAsLong() < 1) {
            throw Refusal.invalid("Content-Range ends before it starts: " + header);
        }
        return new ContentRange(start, length, number(range.group(3)));
    }

    private static OptionalLong number(String text) {
        return text == null || text.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    /** A piece that is not the last has to have some size. */
    boolean isTooSmall(long least) {
        return length.isPresent()
                && length.getAsLong() < least
                && (total.isEmpty() || start.getAsLong() + length.getAsLong() < total.getAsLong());
    }

    boolean bringsTheRest() {
        return start.isPresent() && length.isEmpty();
    }
}
