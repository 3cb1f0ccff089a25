package dev.sluice.local.gcs;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The patterns of {@code matchGlob}: {@code * ? **} and sets, alternatives in braces; only {@code **} crosses a slash. */
record Glob(Pattern pattern) {

    static Glob of(String glob) {
        StringBuilder regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    boolean deep = glob.startsWith("**", i);
                    boolean folders = glob.startsWith("**/", i);
                    regex.append(folders ? "(?:.*/)?" : deep ? ".*" : "[^/]*");
                    i += folders ? 2 : deep ? 1 : 0;
                }
                case '?' -> regex.append("[^/]");
                case '[' -> {
                    boolean negated = glob.startsWith("[!", i) || glob.startsWith("[^", i);
                    int end = glob.indexOf(']', i + (negated ? 3 : 2));
                    if (end < 0) {
                        throw Refusal.invalid("matchGlob has a '[' without its ']': " + glob);
                    }
                    String set = glob.substring(i + (negated ? 2 : 1), end).replaceAll("[\\[\\]\\\\^&]", "\\\\$0");
                    regex.append(negated ? "[^/" : "[").append(set).append(']');
                    i = end;
                }
                case '{' -> {
                    braces++;
                    regex.append("(?:");
                }
                case '}' -> {
                    braces--;
                    regex.append(')');
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return new Glob(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw Refusal.invalid("matchGlob is no pattern: " + glob);
        }
    }

    boolean matches(String name) {
        return pattern.matcher(name).matches();
    }
}
