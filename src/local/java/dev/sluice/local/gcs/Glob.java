package dev.sluice.local.gcs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The patterns of {@code matchGlob}: {@code * ? **} and sets, alternatives in braces; only {@code **} crosses a slash. */
record Glob(Pattern pattern) {

    private static final Pattern TOKEN =
            Pattern.compile("\\*\\*/|\\*\\*|\\*|\\?|\\[[!^]?[^]]+]|[{},]|[^*?\\[{},]+|\\[", Pattern.DOTALL);

    static Glob of(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        Matcher token = TOKEN.matcher(glob);
        while (token.find()) {
            String text = token.group();
            braces += text.equals("{") ? 1 : text.equals("}") ? -1 : 0;
            regex.append(
                    switch (text) {
                        case "**/" -> "(?:.*/)?";
                        case "**" -> ".*";
                        case "*" -> "[^/]*";
                        case "?" -> "[^/]";
                        case "{" -> "(?:";
                        case "}" -> ")";
                        case "," -> braces > 0 ? "|" : ",";
                        default -> text.length() > 1 && text.startsWith("[") ? set(text) : Pattern.quote(text);
                    });
        }
        try {
            return new Glob(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw Refusal.invalid("matchGlob is no pattern: " + glob);
        }
    }

    private static String set(String text) {
        boolean negated = text.startsWith("[!") || text.startsWith("[^");
        String members = text.substring(negated ? 2 : 1, text.length() - 1).replaceAll("[\\[\\\\^&]", "\\\\$0");
        return (negated ? "[^/" : "[") + members + "]";
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
