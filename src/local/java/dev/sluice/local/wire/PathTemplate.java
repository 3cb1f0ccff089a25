package dev.sluice.local.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an HTTP rule, such as <code>/v1/{name=projects/*&#47;jobs/*}:cancel</code>.
 *
 * @param regex of the path as it comes, percent-encoded; a group for each field
 * @param fields the request's, in the order of the groups
 */
record PathTemplate(Pattern regex, List<String> fields) {
    private static final Pattern PIECE = Pattern.compile("\\{([^=}]+)(?:=([^}]*))?}|\\*\\*|\\*|[^{*]+");

    static PathTemplate parse(String template) {
        List<String> fields = new ArrayList<>();
        StringBuilder regex = new StringBuilder();
        Matcher piece = PIECE.matcher(template);
        while (piece.find()) {
            if (piece.group(1) == null) {
                regex.append(literal(piece.group()));
            } else {
                fields.add(piece.group(1));
                regex.append('(')
                        .append(parse(piece.group(2) == null ? "*" : piece.group(2))
                                .regex())
                        .append(')');
            }
        }
        return new PathTemplate(Pattern.compile(regex.toString()), List.copyOf(fields));
    }

    private static String literal(String text) {
        return switch (text) {
            case "**" -> ".+";
            case "*" -> "[^/]+";
            default -> Pattern.quote(text);
        };
    }
}
