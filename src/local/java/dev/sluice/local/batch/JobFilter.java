package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filter of listJobs: comparisons with AND, OR, NOT and parentheses as https://google.aip.dev/160 has them, where OR binds
 * tighter than AND and two terms without a word between are both wanted.
 */
final class JobFilter {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<sign>[()]|!=|<=|>=|[=<>:])|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<word>[^\\s()!=<>:\"]+(?:\"[^\"]*\")?))");

    private enum Kind {
        SIGN,
        QUOTED,
        WORD,
        END
    }

    private record Token(Kind kind, String text) {
        boolean is(String word) {
            return kind != Kind.QUOTED && text.equals(word);
        }
    }

    private final String filter;
    private final List<Token> tokens;
    private int next;

    private JobFilter(String filter) {
        this.filter = filter;
        this.tokens = split(filter);
    }

    static Predicate<Job> parse(String filter) {
        if (filter.isBlank()) {
            return job -> true;
        }
        JobFilter parser = new JobFilter(filter);
        Predicate<Job> all = parser.conjunction();
        parser.expect(Kind.END, "");
        return all;
    }

    private Predicate<Job> conjunction() {
        Predicate<Job> all = disjunction();
        while (peek().kind() != Kind.END && !peek().is(")")) {
            if (peek().is("AND")) {
                next++;
            }
            all = all.and(disjunction());
        }
        return all;
    }

    private Predicate<Job> disjunction() {
        Predicate<Job> any = term();
        while (peek().is("OR")) {
            next++;
            any = any.or(term());
        }
        return any;
    }

    private Predicate<Job> term() {
        if (peek().is("NOT")) {
            next++;
            return term().negate();
        }
        if (peek().is("(")) {
            next++;
            Predicate<Job> inner = conjunction();
            expect(Kind.SIGN, ")");
            return inner;
        }
        return comparison();
    }

    private Predicate<Job> comparison() {
        Token field = take();
        Token sign = take();
        Token value = take();
        boolean readable = field.kind() == Kind.WORD
                && sign.kind() == Kind.SIGN
                && (value.kind() == Kind.QUOTED || value.kind() == Kind.WORD);
        if (!readable) {
            throw notUnderstood("a comparison is FIELD OPERATOR VALUE");
        }
        return JobField.parse(field.text())
                .flatMap(known -> known.compare(sign.text(), value.text()))
                .orElseThrow(() -> notUnderstood("\"%s %s %s\" is not a comparison it knows"
                        .formatted(field.text(), sign.text(), value.text())));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    private void expect(Kind kind, String text) {
        Token token = take();
        if (token.kind() != kind || !token.text().equals(text)) {
            throw notUnderstood("unexpected \"%s\"".formatted(token.text()));
        }
    }

    private List<Token> split(String text) {
        List<Token> found = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher matcher = TOKEN.matcher(rest);
            if (!matcher.lookingAt()) {
                throw notUnderstood("cannot read from \"%s\" on".formatted(rest));
            }
            if (matcher.group("sign") != null) {
                found.add(new Token(Kind.SIGN, matcher.group("sign")));
            } else if (matcher.group("quoted") != null) {
                found.add(new Token(Kind.QUOTED, matcher.group("quoted").replaceAll("\\\\(.)", "$1")));
            } else {
                found.add(new Token(Kind.WORD, matcher.group("word").replace("\"", "")));
            }
            rest = rest.substring(matcher.end()).strip();
        }
        found.add(new Token(Kind.END, ""));
        return found;
    }

    private BatchError notUnderstood(String why) {
        return BatchError.invalid(
                ("filter \"%s\": %s. Understood are name, uid, status.state, labels.KEY, priority, create_time and"
                                + " update_time with = and !=, times and priority with < <= > >= too, labels.KEY:*,"
                                + " joined by AND, OR, NOT and parentheses")
                        .formatted(filter, why));
    }
}
