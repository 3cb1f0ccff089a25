package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/** What people call the kinds of JSON values. */
final class JsonKind {
    private JsonKind() {}

    static String of(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING, BINARY, POJO -> "text";
            case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
            case BOOLEAN -> value.asText();
            case ARRAY -> "a list";
            case OBJECT -> "a mapping";
            case NULL, MISSING -> "empty";
        };
    }

    /** By JSON Schema's name of the type. */
    static String named(String type) {
        return switch (type) {
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            case "array" -> "a list";
            case "object" -> "a mapping of keys to values";
            default -> type;
        };
    }
}
