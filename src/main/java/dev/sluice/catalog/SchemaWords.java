package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Says in our words what a keyword of JSON Schema has against a value. A schema's {@code title} says what is expected
 * there; {@code writeOnly} marks values that are never shown.
 */
final class SchemaWords {
    private final String keyword;
    private final String property;
    private final JsonNode rule;
    private final JsonNode around;
    private final JsonNode schema;

    SchemaWords(Error error, JsonNode schema) {
        this.schema = schema;
        this.keyword = error.getKeyword();
        this.property = error.getProperty();
        this.rule = error.getSchemaNode();
        String fragment = error.getSchemaLocation().getFragment().toString();
        this.around = schema.at(fragment.substring(0, Math.max(0, fragment.lastIndexOf('/'))));
    }

    String about(String name, JsonNode value) {
        return switch (keyword) {
            case "additionalProperties" -> unknownKey();
            case "propertyNames" -> Words.quote(property) + " is no name here, expected " + nameRule();
            case "required" -> name + " needs the key " + Words.quote(property);
            case "type" -> wrongType(name, value);
            case "enum", "const" -> expected(name, value, allowed());
            case "oneOf", "anyOf" -> name + " needs " + choice(value);
            case "minimum" -> expected(name, value, "at least " + rule.asText());
            case "maximum" -> expected(name, value, "at most " + rule.asText());
            case "exclusiveMinimum" -> expected(name, value, "more than " + rule.asText());
            case "exclusiveMaximum" -> expected(name, value, "less than " + rule.asText());
            case "multipleOf" -> expected(name, value, "a multiple of " + rule.asText());
            case "minItems" -> name + " has " + value.size() + " items, expected at least " + rule.asText();
            case "maxItems" -> name + " has " + value.size() + " items, expected at most " + rule.asText();
            case "uniqueItems" -> name + " has an item twice, expected each once";
            case "minLength" -> expected(name, value, titleOr("at least " + rule.asText() + " characters"));
            case "maxLength" -> expected(name, value, titleOr("at most " + rule.asText() + " characters"));
            case "pattern" -> expected(name, value, titleOr("text that matches " + rule.asText()));
            default -> expected(name, value, "what the schema's " + Words.quote(keyword) + " asks for");
        };
    }

    private String unknownKey() {
        List<String> known = new ArrayList<>();
        around.path("properties").fieldNames().forEachRemaining(known::add);
        return "unknown key " + Words.quote(property)
                + Nearest.to(property, known)
                        .map(near -> "; did you mean `" + near + "`?")
                        .orElse(known.isEmpty() ? "" : "; known are " + Words.all(known));
    }

    private String nameRule() {
        JsonNode names = around.path("propertyNames");
        String reference = names.path("$ref").asText("#");
        return (reference.equals("#") ? names : schema.at(reference.substring(1)))
                .path("title")
                .asText("another");
    }

    private String wrongType(String name, JsonNode value) {
        List<String> types = strings(rule);
        boolean plainText = types.equals(List.of("string")) && !around.has("pattern");
        boolean quotable = plainText && (value.isNumber() || value.isBoolean());
        return name + " is " + JsonKind.of(value) + ", expected "
                + titleOr(Words.either(types.stream().map(JsonKind::named).toList()))
                + (quotable ? "; put it in quotes" : "");
    }

    private String expected(String name, JsonNode value, String expected) {
        String shown = value.isValueNode() ? Words.quote(value.asText()) : JsonKind.of(value);
        return around.path("writeOnly").asBoolean()
                ? name + " is a literal value, which is refused (and not shown), expected " + expected
                : name + " is " + shown + ", expected " + expected;
    }

    private String allowed() {
        List<String> values = strings(rule).stream()
                .filter(value -> !value.endsWith("_UNSPECIFIED") && !value.matches("-?[0-9]+"))
                .toList();
        return values.isEmpty() ? rule.toString() : Words.either(values);
    }

    /** A choice between keys, the only kind our own schemas have. */
    private String choice(JsonNode value) {
        List<String> keys = StreamSupport.stream(rule.spliterator(), false)
                .map(branch -> branch.at("/required/0").asText())
                .toList();
        if (keys.contains("")) {
            return "to fit " + (keyword.equals("oneOf") ? "exactly one" : "one") + " of " + rule.size() + " schemas";
        }
        List<String> present = keys.stream().filter(value::has).toList();
        return "exactly one of " + Words.all(keys.stream().map(Words::quote).toList()) + ", and has "
                + (present.isEmpty()
                        ? "none"
                        : Words.all(present.stream().map(Words::quote).toList()));
    }

    private String titleOr(String otherwise) {
        return around.path("title").asText(otherwise);
    }

    private static List<String> strings(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(node.asText());
    }
}
