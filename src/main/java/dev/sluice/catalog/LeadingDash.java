package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/** Whether a value that fits a parameter's schema can begin with a dash. When in doubt, it can. */
final class LeadingDash {
    private LeadingDash() {}

    static boolean possible(JsonNode schema) {
        if (schema.path("enum").isArray()) {
            return StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .anyMatch(value -> value.asText().startsWith("-"));
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> false;
            case "integer", "number" ->
                !atLeastZero(schema.path("minimum")) && !atLeastZero(schema.path("exclusiveMinimum"));
            case "string" -> !ruledOut(schema.path("pattern").asText());
            default -> true;
        };
    }

    private static boolean atLeastZero(JsonNode bound) {
        return bound.isNumber() && bound.decimalValue().signum() >= 0;
    }

    /**
     * A dash does not begin a match, and nothing after it could change that: the matcher did not reach the end of its
     * input. The pattern must be bound to the start as a whole, or it could match further on.
     */
    private static boolean ruledOut(String pattern) {
        if (!pattern.startsWith("^") || hasTopLevelChoice(pattern)) {
            return false;
        }
        try {
            Matcher dash = Pattern.compile(pattern).matcher("-");
            return !dash.lookingAt() && !dash.hitEnd();
        } catch (PatternSyntaxException e) {
            return true;
        }
    }

    /** Quoting and nested classes count as one, for they would need a full parser to see through. */
    private static boolean hasTopLevelChoice(String pattern) {
        if (pattern.contains("\\Q")) {
            return true;
        }
        int depth = 0;
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '\\' -> i++;
                case '[' -> {
                    if (inClass) {
                        return true;
                    }
                    inClass = true;
                }
                case ']' -> inClass = false;
                case '(' -> depth += inClass ? 0 : 1;
                case ')' -> depth -= inClass ? 0 : 1;
                case '|' -> {
                    if (depth <= 0 && !inClass) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return false;
    }
}
