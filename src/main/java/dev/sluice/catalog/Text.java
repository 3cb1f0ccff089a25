package dev.sluice.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A text with placeholders, {@code {input.path}/x}; <code>{{</code> and <code>}}</code> are literal braces.
 *
 * @param parts literals and placeholders in their order
 */
public record Text(List<Part> parts) {
    public Text {
        parts = List.copyOf(parts);
    }

    /** A piece of a text. */
    public sealed interface Part permits Literal, Slot {
        /** What stands here once the placeholders have values. */
        String render(Map<Placeholder, String> values);
    }

    /** Text that stands for itself. */
    public record Literal(String text) implements Part {
        @Override
        public String render(Map<Placeholder, String> values) {
            return text;
        }
    }

    /** A place for a value. */
    public record Slot(Placeholder placeholder) implements Part {
        @Override
        public String render(Map<Placeholder, String> values) {
            String value = values.get(placeholder);
            if (value == null) {
                throw new IllegalArgumentException("no value for " + placeholder);
            }
            return value;
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException with every mistake in it
     */
    public static Text parse(String source) {
        TextParser parser = TextParser.parse(source);
        if (!parser.mistakes().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", parser.mistakes()));
        }
        return parser.text();
    }

    /**
     * Puts the values in, in one pass: what a value brings in is never looked at again.
     *
     * @throws IllegalArgumentException when a value is missing
     */
    public String render(Map<Placeholder, String> values) {
        return parts.stream().map(part -> part.render(values)).collect(Collectors.joining());
    }

    /** Every placeholder in it, in order of first use. */
    public Set<Placeholder> placeholders() {
        return slots(parts);
    }

    /** The placeholders before the first literal: one of them decides how the rendered text begins. */
    public Set<Placeholder> leading() {
        int literal = 0;
        while (literal < parts.size() && parts.get(literal) instanceof Slot) {
            literal++;
        }
        return slots(parts.subList(0, literal));
    }

    private static Set<Placeholder> slots(List<Part> parts) {
        return parts.stream()
                .filter(Slot.class::isInstance)
                .map(part -> ((Slot) part).placeholder())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
