package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.List;
import java.util.function.Predicate;

/**
 * The filter of listJobs: comparisons with AND, OR, NOT and parentheses as https://google.aip.dev/160 has them, where OR binds
 * tighter than AND and two terms without a word between are both wanted.
 */
@Fidelity(
        what =
                "list filters with AND, OR, NOT, -, parentheses and * on name, uid, status.state, labels, priority, create_time and"
                        + " update_time",
        verified = {Verified.DOCUMENTED, Verified.REPORTED},
        by = {"RequestRulesTest", "BatchConformanceTest", "python-batch.sh"},
        simplified = "AIP-160 without functions and bare words; other fields are INVALID_ARGUMENT")
final class JobFilter {
    private final String filter;
    private final List<FilterToken> tokens;
    private int next;

    private JobFilter(String filter) {
        this.filter = filter;
        this.tokens = FilterToken.split(filter)
                .orElseThrow(() -> notUnderstood("it has a quote without an end, or a sign that is none"));
    }

    static Predicate<Job> parse(String filter) {
        if (filter.isBlank()) {
            return job -> true;
        }
        JobFilter parser = new JobFilter(filter);
        Predicate<Job> all = parser.conjunction();
        parser.expect("");
        return all;
    }

    private Predicate<Job> conjunction() {
        Predicate<Job> all = disjunction();
        while (!peek().isEnd() && !peek().is(")")) {
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
        if (peek().is("NOT") || peek().is("-")) {
            next++;
            return term().negate();
        }
        if (peek().is("(")) {
            next++;
            Predicate<Job> inner = conjunction();
            expect(")");
            return inner;
        }
        return comparison();
    }

    private Predicate<Job> comparison() {
        FilterToken field = take();
        FilterToken sign = take();
        FilterToken value = take();
        if (!field.isField() || !sign.isSign() || !value.isValue()) {
            throw notUnderstood("a comparison is FIELD OPERATOR VALUE");
        }
        return JobField.parse(field.text())
                .flatMap(known -> known.compare(sign.text(), value.text()))
                .orElseThrow(() -> notUnderstood("\"%s %s %s\" is not a comparison it knows"
                        .formatted(field.text(), sign.text(), value.text())));
    }

    private FilterToken peek() {
        return tokens.get(next);
    }

    private FilterToken take() {
        FilterToken token = tokens.get(next);
        if (!token.isEnd()) {
            next++;
        }
        return token;
    }

    private void expect(String text) {
        FilterToken token = take();
        if (!token.is(text)) {
            throw notUnderstood("unexpected \"%s\"".formatted(token.text()));
        }
    }

    private BatchError notUnderstood(String why) {
        return BatchError.field(
                "filter",
                ("\"%s\": %s. Understood are name, uid, status.state, labels.KEY, priority, create_time and"
                                + " update_time with = and !=, times and priority with < <= > >= too, labels:KEY and"
                                + " FIELD:*, joined by AND, OR, NOT, - and parentheses.")
                        .formatted(filter, why));
    }
}
