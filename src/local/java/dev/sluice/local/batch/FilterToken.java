package dev.sluice.local.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A word, a quoted text or a sign of a filter, in the form of https://google.aip.dev/160. */
record FilterToken(Kind kind, String text) {
    private static final Pattern TOKEN = Pattern.compile("(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9:]+))"
            + "|(?<sign>[()]|!=|<=|>=|[=<>:]|-(?=[(A-Za-z]))"
            + "|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\""
            + "|'(?<single>(?:[^'\\\\]|\\\\.)*)'"
            + "|(?<word>[^\\s()!=<>:\"']+(?:\"[^\"]*\")?)");

    enum Kind {
        SIGN,
        QUOTED,
        WORD,
        END
    }

    /** @return nothing when the text is not made of tokens; else they end with one of the kind END */
    static Optional<List<FilterToken>> split(String text) {
        List<FilterToken> found = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher matcher = TOKEN.matcher(rest);
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            found.add(of(matcher));
            rest = rest.substring(matcher.end()).strip();
        }
        found.add(new FilterToken(Kind.END, ""));
        return Optional.of(found);
    }

    private static FilterToken of(Matcher matcher) {
        if (matcher.group("sign") != null) {
            return new FilterToken(Kind.SIGN, matcher.group("sign"));
        }
        if (matcher.group("quoted") != null) {
            return new FilterToken(Kind.QUOTED, matcher.group("quoted").replaceAll("\\\\(.)", "$1"));
        }
        if (matcher.group("single") != null) {
            return new FilterToken(Kind.QUOTED, matcher.group("single").replaceAll("\\\\(.)", "$1"));
        }
        // labels."user-id" is the same field as labels.user-id
        return new FilterToken(Kind.WORD, matcher.group().replace("\"", ""));
    }

    /** Whether it is that word or sign; a quoted text is neither. */
    boolean is(String word) {
        return kind != Kind.QUOTED && text.equals(word);
    }

    boolean isEnd() {
        return kind == Kind.END;
    }

    boolean isSign() {
        return kind == Kind.SIGN;
    }

    boolean isField() {
        return kind == Kind.WORD;
    }

    boolean isValue() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
