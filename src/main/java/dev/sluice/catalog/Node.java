package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value in a file, with its place. Looking for what is absent, or is of another kind, finds nothing: the schema has
 * said so already, and the other checks can go on.
 */
record Node(Source source, String pointer, JsonNode json) {

    Node at(String key) {
        JsonNode child = json.path(key);
        return new Node(source, Source.child(pointer, key), child);
    }

    Node at(String key, String... more) {
        Node node = at(key);
        for (String next : more) {
            node = node.at(next);
        }
        return node;
    }

    Node at(int index) {
        return new Node(source, Source.child(pointer, index), json.isArray() ? json.path(index) : missing());
    }

    /** A value of the same file by its JSON pointer. */
    Node pointed(String jsonPointer) {
        return new Node(source, jsonPointer, source.root().at(jsonPointer));
    }

    boolean exists() {
        return !json.isMissingNode();
    }

    Optional<String> text() {
        return json.isTextual() ? Optional.of(json.textValue()) : Optional.empty();
    }

    Optional<Integer> whole() {
        return json.canConvertToExactIntegral() && json.canConvertToInt()
                ? Optional.of(json.intValue())
                : Optional.empty();
    }

    Optional<BigDecimal> number() {
        return json.isNumber() ? Optional.of(json.decimalValue()) : Optional.empty();
    }

    List<Node> items() {
        List<Node> items = new ArrayList<>();
        for (int i = 0; json.isArray() && i < json.size(); i++) {
            items.add(at(i));
        }
        return items;
    }

    List<String> texts() {
        return items().stream().flatMap(item -> item.text().stream()).toList();
    }

    Map<String, Node> fields() {
        Map<String, Node> fields = new LinkedHashMap<>();
        json.fieldNames().forEachRemaining(key -> fields.put(key, at(key)));
        return fields;
    }

    /** How messages call it: its key, with the positions in lists below the key; {@code the file} for the root. */
    String name() {
        String name = "";
        for (String segment : pointer.substring(Math.min(1, pointer.length())).split("/")) {
            name = segment.matches("[0-9]+") && !name.isEmpty()
                    ? name + "[" + segment + "]"
                    : segment.replace("~1", "/").replace("~0", "~");
        }
        return pointer.isEmpty() ? "the file" : Words.quote(name);
    }

    Place place() {
        return source.values().getOrDefault(pointer, Place.START);
    }

    /** Where its key stands, or it itself when it has none. */
    Place keyPlace() {
        return source.keys().getOrDefault(pointer, place());
    }

    /** {@code file:line}. */
    String fileAndLine() {
        return source.file().toString().replace('\\', '/') + ":" + place().line();
    }

    Problem problem(String message) {
        return new Problem(source.file(), place().line(), place().column(), message);
    }

    Problem keyProblem(String message) {
        return new Problem(source.file(), keyPlace().line(), keyPlace().column(), message);
    }

    private static JsonNode missing() {
        return MissingNode.getInstance();
    }
}
