package dev.sluice.local.gcs;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What to list: names from {@code startOffset} on and before {@code endOffset} that begin with the prefix, those with the
 * delimiter behind the prefix rolled up.
 *
 * @param resumeAt where an earlier page ended
 */
record ListQuery(
        String prefix,
        Optional<String> delimiter,
        Optional<Glob> glob,
        boolean includeTrailingDelimiter,
        String startOffset,
        Optional<String> endOffset,
        String resumeAt,
        int most) {
    static final int MOST = 1000;

    static ListQuery of(Request request) {
        int most = (int) Math.min(request.number("maxResults").orElse(MOST), MOST);
        if (most < 1) {
            throw Refusal.invalid("maxResults must be at least 1, not " + most);
        }
        return new ListQuery(
                request.query("prefix").orElse(""),
                request.query("delimiter").filter(text -> !text.isEmpty()),
                request.query("matchGlob").filter(text -> !text.isEmpty()).map(Glob::of),
                request.flag("includeTrailingDelimiter"),
                request.query("startOffset").orElse(""),
                request.query("endOffset").filter(text -> !text.isEmpty()),
                request.query("pageToken").map(ListQuery::fromToken).orElse(""),
                most);
    }

    static ListQuery all(String prefix) {
        return new ListQuery(prefix, Optional.empty(), Optional.empty(), false, "", Optional.empty(), "", MOST);
    }

    ListQuery from(String next) {
        return new ListQuery(prefix, delimiter, glob, includeTrailingDelimiter, startOffset, endOffset, next, most);
    }

    /** The first name that can be on the page. */
    String start() {
        String start = Utf8Order.BYTES.before(prefix, startOffset) ? startOffset : prefix;
        return Utf8Order.BYTES.before(start, resumeAt) ? resumeAt : start;
    }

    boolean reaches(String name) {
        return name.startsWith(prefix) && (endOffset.isEmpty() || Utf8Order.BYTES.before(name, endOffset.get()));
    }

    boolean wants(String name) {
        return glob.isEmpty() || glob.get().matches(name);
    }

    /** What the name is rolled up to: itself up to the first delimiter behind the prefix. */
    Optional<String> rolledUp(String name) {
        return delimiter.flatMap(text -> {
            int at = name.indexOf(text, prefix.length());
            return at < 0 ? Optional.empty() : Optional.of(name.substring(0, at + text.length()));
        });
    }

    static String token(String next) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw Refusal.invalid("Invalid page token: " + token);
        }
    }
}
