package dev.sluice.catalog;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How messages quote and list things. */
final class Words {
    private static final int LONGEST = 60;

    private Words() {}

    static String quote(String text) {
        return "`" + shorten(text) + "`";
    }

    /** On one line and not too long, whatever the file holds. */
    static String shorten(String text) {
        String line = text.codePoints()
                .mapToObj(c -> printable(c) ? Character.toString(c) : "\u2423")
                .collect(Collectors.joining());
        return line.length() <= LONGEST ? line : line.substring(0, line.offsetByCodePoints(0, 40)) + "…";
    }

    /** A library's sentence, on one line, for those rare places where only the library knows what is wrong. */
    static String sentence(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private static boolean printable(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
    }

    /** {@code a, b or c}. */
    static String either(Collection<String> words) {
        return join(List.copyOf(words), " or ");
    }

    /** {@code a, b and c}. */
    static String all(Collection<String> words) {
        return join(List.copyOf(words), " and ");
    }

    private static String join(List<String> words, String last) {
        int split = Math.max(0, words.size() - 1);
        return split == 0
                ? String.join("", words)
                : String.join(", ", words.subList(0, split)) + last + words.get(split);
    }
}
