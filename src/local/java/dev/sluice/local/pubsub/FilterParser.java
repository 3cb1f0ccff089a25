package dev.sluice.local.pubsub;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one filter: {@code attributes:k}, {@code attributes.k = "v"}, {@code !=}, {@code hasPrefix(attributes.k, "p")}, {@code NOT}
 * or {@code -}, {@code AND}, {@code OR} and parentheses. AND and OR side by side need parentheses, as at Google; {@code !=} also
 * lets a message without the key through (source: cloud.google.com/pubsub/docs/subscription-message-filter).
 */
@Fidelity(
        what =
                "filters on attributes, applied: =, !=, has, hasPrefix, AND, OR, NOT, parentheses; a wrong one is refused with the place",
        verified = {Verified.DOCUMENTED, Verified.CLIENT},
        by = {"PubSubFilterTest", "PubSubPullTest", "PubSubConformanceTest", "python-pubsub-client.sh"},
        simplified = "the words of the refusal are ours")
final class FilterParser {
    private static final int MAX_BYTES = 256;
    private static final Pattern SPACE = Pattern.compile("\\s*");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_\\-]*");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);

    private final String text;
    private int at;

    FilterParser(String text) {
        this.text = text;
    }

    Filter parse() {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw Refusals.invalid("The filter has " + bytes + " bytes, but the maximum value is " + MAX_BYTES + ".");
        }
        Filter filter = expression();
        if (at < text.length()) {
            throw bad("AND, OR or the end; AND and OR together need parentheses");
        }
        return filter;
    }

    private Filter expression() {
        Filter left = term();
        if (nextWord("AND")) {
            return chain("AND", left, Filter::and);
        }
        return nextWord("OR") ? chain("OR", left, Filter::or) : left;
    }

    private Filter chain(String operator, Filter first, BinaryOperator<Filter> join) {
        Filter joined = first;
        do {
            joined = join.apply(joined, term());
        } while (nextWord(operator));
        return joined;
    }

    private Filter term() {
        if (nextWord("NOT") || next("-")) {
            return term().negate();
        }
        if (next("(")) {
            Filter inner = expression();
            expect(")");
            return inner;
        }
        return nextWord("hasPrefix") ? prefix() : comparison();
    }

    private Filter prefix() {
        expect("(");
        expect("attributes");
        expect(".");
        String key = key();
        expect(",");
        String prefix = string().orElseThrow(() -> bad("a string in double quotes"));
        expect(")");
        return attributes -> attributes.getOrDefault(key, "").startsWith(prefix) && attributes.containsKey(key);
    }

    private Filter comparison() {
        expect("attributes");
        if (next(":")) {
            String key = key();
            return attributes -> attributes.containsKey(key);
        }
        expect(".");
        String key = key();
        boolean unequal = next("!=");
        if (!unequal) {
            expect("=");
        }
        String value = string().orElseThrow(() -> bad("a string in double quotes"));
        Filter equal = attributes -> value.equals(attributes.get(key));
        return unequal ? equal.negate() : equal;
    }

    private String key() {
        return string().or(() -> take(WORD).map(Matcher::group)).orElseThrow(() -> bad("an attribute's key"));
    }

    private Optional<String> string() {
        return take(STRING).map(matcher -> unescape(matcher.group(1)));
    }

    private String unescape(String raw) {
        try {
            return raw.translateEscapes();
        } catch (IllegalArgumentException e) {
            throw bad("a string with only known escapes (" + e.getMessage() + ")");
        }
    }

    private boolean nextWord(String word) {
        int before = at;
        if (take(WORD).filter(matcher -> matcher.group().equals(word)).isPresent()) {
            return true;
        }
        at = before;
        return false;
    }

    private boolean next(String symbol) {
        skipSpace();
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        at += symbol.length();
        skipSpace();
        return true;
    }

    private void expect(String symbol) {
        if (!next(symbol)) {
            throw bad(symbol);
        }
    }

    private Optional<Matcher> take(Pattern pattern) {
        skipSpace();
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        at = matcher.end();
        skipSpace();
        return Optional.of(matcher);
    }

    private void skipSpace() {
        Matcher matcher = SPACE.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            at = matcher.end();
        }
    }

    private RuntimeException bad(String expected) {
        return Refusals.invalid("The filter '" + text + "' could not be parsed at character " + (at + 1) + ": expected "
                + expected + ".");
    }
}
