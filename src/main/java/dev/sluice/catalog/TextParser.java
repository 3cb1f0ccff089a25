package dev.sluice.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Splits a text at its braces, and goes on after a mistake so that all are told at once. */
final class TextParser {
    private static final String ESCAPES = "; write {{ and }} for braces that are meant as they are";

    private final String source;
    private final StringBuilder literal = new StringBuilder();
    private final List<Text.Part> parts = new ArrayList<>();
    private final List<String> mistakes = new ArrayList<>();

    private TextParser(String source) {
        this.source = source;
    }

    static TextParser parse(String source) {
        TextParser parser = new TextParser(source);
        parser.run();
        return parser;
    }

    /** What could be read. */
    Text text() {
        return new Text(parts);
    }

    List<String> mistakes() {
        return mistakes;
    }

    private void run() {
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c != '{' && c != '}') {
                literal.append(c);
                at++;
            } else if (at + 1 < source.length() && source.charAt(at + 1) == c) {
                literal.append(c);
                at += 2;
            } else {
                at = c == '{' ? placeholder(at) : stray(at);
            }
        }
        flush();
    }

    private int stray(int at) {
        mistakes.add("a } closes nothing" + ESCAPES);
        return at + 1;
    }

    private int placeholder(int open) {
        int close = source.indexOf('}', open);
        if (close < 0) {
            mistakes.add("a { is never closed" + ESCAPES);
            return source.length();
        }
        String name = source.substring(open + 1, close);
        Placeholder.find(name).ifPresentOrElse(this::slot, () -> mistakes.add(unknown(name)));
        return close + 1;
    }

    private void slot(Placeholder placeholder) {
        flush();
        parts.add(new Text.Slot(placeholder));
    }

    private void flush() {
        if (!literal.isEmpty()) {
            parts.add(new Text.Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static String unknown(String name) {
        List<String> known =
                Placeholder.FIXED.stream().map(Placeholder::name).collect(Collectors.toCollection(ArrayList::new));
        String guess = Nearest.to(name, known)
                .map(near -> "; did you mean {" + near + "}?")
                .orElse(".");
        known.add("params.NAME");
        return "unknown placeholder {" + Words.shorten(name) + "}" + guess + " Known are " + String.join(", ", known)
                + ESCAPES;
    }
}
