package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings a raw job into one form: keys in camelCase (protobuf's JSON takes {@code task_groups} too), nulls left out, as
 * protobuf reads them. Keys of maps, such as labels, stay as they are. Walks beside the schema, which knows both, and
 * refuses what only Batch sets.
 */
final class JobKeys {
    private static final Pattern SNAKE = Pattern.compile("_([a-z0-9])");

    private final Source source;
    private final JsonNode schema;
    private final Problems problems;
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();

    private JobKeys(Source source, JsonNode schema, Problems problems) {
        this.source = source;
        this.schema = schema;
        this.problems = problems;
    }

    static Source camelCase(Source source, JsonNode schema, Problems problems) {
        if (!source.node().exists()) {
            return source;
        }
        JobKeys walk = new JobKeys(source, schema, problems);
        return new Source(source.file(), walk.copy(source.node(), schema, ""), walk.values, walk.keys);
    }

    private JsonNode copy(Node node, JsonNode rule, String pointer) {
        values.put(pointer, node.place());
        JsonNode resolved = resolve(rule);
        if (node.json().isObject()) {
            return object(node, resolved, pointer);
        }
        if (node.json().isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.items()
                    .forEach(item -> copy.add(copy(item, resolved.path("items"), Source.child(pointer, copy.size()))));
            return copy;
        }
        return node.json();
    }

    private ObjectNode object(Node node, JsonNode rule, String pointer) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        JsonNode properties = rule.path("properties");
        node.fields().forEach((key, child) -> {
            String name = properties.has(key) || !properties.has(camel(key)) ? key : camel(key);
            JsonNode childRule = Optional.ofNullable(properties.get(name)).orElse(rule.path("additionalProperties"));
            if (childRule.path("readOnly").asBoolean()) {
                problems.add(child.keyProblem(Words.quote(name) + " is set by Batch, expected a job without it"));
            } else if (copy.has(name)) {
                problems.add(child.keyProblem(Words.quote(name) + " stands here in both spellings, expected one"));
            } else if (!child.json().isNull()) {
                String at = Source.child(pointer, name);
                keys.put(at, child.keyPlace());
                copy.set(name, copy(child, childRule, at));
            }
        });
        return copy;
    }

    private JsonNode resolve(JsonNode rule) {
        String reference = rule.path("$ref").asText();
        return reference.startsWith("#") ? schema.at(reference.substring(1)) : rule;
    }

    private static String camel(String key) {
        return SNAKE.matcher(key).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
    }
}
