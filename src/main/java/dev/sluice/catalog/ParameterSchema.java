package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The JSON Schema of one parameter: whether it is one, and what fits it. */
final class ParameterSchema {
    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema#";
    private static final Set<String> SCALARS = Set.of("string", "integer", "number", "boolean");
    /** Draft-07's, without those that speak of lists and objects, and without references to elsewhere. */
    private static final List<String> KEYWORDS = List.of(
            "type",
            "enum",
            "const",
            "default",
            "pattern",
            "format",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "anyOf",
            "allOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "definitions",
            "$ref",
            "$schema",
            "title",
            "description",
            "examples",
            "$comment");

    private static final int MOST_VALUES = 200;
    private static final int LONGEST_VALUE = 1024;

    private ParameterSchema() {}

    /** What is wrong with a value, in words for a person; empty when it fits. */
    static List<String> objections(String name, JsonNode schema, JsonNode value) {
        if (!value.isValueNode() || value.isNull()) {
            return List.of(
                    Words.quote(name) + " is " + JsonKind.of(value) + ", expected text, a number, true or false");
        }
        if (value.asText().length() > LONGEST_VALUE) {
            return List.of(Words.quote(name) + " has more than " + LONGEST_VALUE + " characters");
        }
        try {
            List<Error> errors = Schemas.registry().getSchema(schema).validate(value);
            List<String> objections = errors.stream()
                    .filter(error -> !SchemaProblems.insideChoice(error))
                    .map(error -> new SchemaWords(error, schema).about(Words.quote(name), value))
                    .toList();
            return errors.isEmpty() || !objections.isEmpty()
                    ? objections
                    : List.of(Words.quote(name) + " is " + Words.quote(value.asText()) + ", which fits none of the"
                            + " choices in its schema");
        } catch (SchemaException e) {
            return List.of("the schema of " + Words.quote(name) + " cannot be used: " + Words.sentence(e.getMessage()));
        }
    }

    /** Says what is wrong with a schema and its default. */
    static void check(String name, Node schema, Problems problems) {
        if (!schema.json().isObject()) {
            return;
        }
        Problems own = new Problems();
        if (bounded(schema, own)) {
            references(schema, own);
            keywords(schema, own);
            patterns(schema, own);
            scalar(schema, own);
            if (own.sorted().isEmpty()) {
                metaSchema(schema, own);
            }
        }
        Node standard = schema.at("default");
        if (own.sorted().isEmpty() && standard.exists()) {
            objections(name, schema.json(), standard.json())
                    .forEach(objection -> own.add(standard.problem("the default of " + objection)));
        }
        problems.addAll(own.sorted());
    }

    private static boolean bounded(Node schema, Problems problems) {
        boolean small = count(schema.json()) <= MOST_VALUES;
        if (!small) {
            problems.add(schema.problem("a parameter's schema has at most " + MOST_VALUES + " values"));
        }
        return small;
    }

    private static int count(JsonNode node) {
        int count = 1;
        for (JsonNode child : node) {
            count += count(child);
        }
        return count;
    }

    /** One step into its own definitions is enough; more could go round for ever, or leave the file. */
    private static void references(Node node, Problems problems) {
        node.fields().forEach((key, child) -> {
            boolean inside = node.pointer().contains("/definitions/");
            boolean own =
                    child.text().filter(to -> to.matches("#/definitions/[^/]+")).isPresent();
            if (key.equals("$ref") && child.text().isPresent() && (inside || !own)) {
                problems.add(child.problem("a $ref leads only to #/definitions/NAME of the same parameter, "
                        + "and from there no further"));
            }
            if (key.equals("$schema") && !child.json().asText().equals(DRAFT_07)) {
                problems.add(child.problem(Words.quote(key) + " is not used here: a parameter's schema is draft-07"));
            }
            references(child, problems);
        });
        node.items().forEach(item -> references(item, problems));
    }

    /** A mistyped keyword would hold nothing back, and nobody would notice. */
    private static void keywords(Node schema, Problems problems) {
        schema.fields().forEach((key, child) -> {
            if (!KEYWORDS.contains(key)) {
                problems.add(child.keyProblem("unknown key " + Words.quote(key)
                        + Nearest.to(key, KEYWORDS)
                                .map(near -> "; did you mean `" + near + "`?")
                                .orElse("; known for the schema of one value are " + Words.all(KEYWORDS))));
            }
        });
        List.of("not", "if", "then", "else").stream()
                .map(schema::at)
                .filter(Node::exists)
                .forEach(branch -> keywords(branch, problems));
        for (String list : List.of("anyOf", "allOf", "oneOf")) {
            schema.at(list).items().forEach(branch -> keywords(branch, problems));
        }
        schema.at("definitions").fields().values().forEach(definition -> keywords(definition, problems));
    }

    private static void patterns(Node node, Problems problems) {
        node.at("pattern")
                .text()
                .flatMap(ParameterSchema::mistake)
                .ifPresent(mistake ->
                        problems.add(node.at("pattern").problem("`pattern` is no regular expression: " + mistake)));
        node.fields().values().forEach(child -> patterns(child, problems));
        node.items().forEach(item -> patterns(item, problems));
    }

    private static Optional<String> mistake(String pattern) {
        try {
            Pattern.compile(pattern);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(e.getDescription());
        }
    }

    private static void scalar(Node schema, Problems problems) {
        Node type = schema.at("type");
        List<String> types = type.text().map(List::of).orElseGet(type::texts);
        types.stream()
                .filter(one -> !SCALARS.contains(one))
                .findFirst()
                .ifPresent(one -> problems.add(type.problem("`type` is " + Words.quote(one)
                        + ", expected string, integer, number or boolean: a parameter is one"
                        + " value on a command line")));
    }

    private static void metaSchema(Node schema, Problems problems) {
        SchemaRegistry registry = Schemas.registry();
        Schema draft = registry.getSchema(SchemaLocation.of(DRAFT_07));
        List<Error> errors = draft.validate(schema.json());
        for (Error error : errors) {
            Node at = schema.pointed(schema.pointer() + SchemaProblems.pointer(error));
            problems.add(at.problem(at.name() + " is not what a JSON Schema (draft-07) has there"));
        }
        try {
            if (errors.isEmpty()) {
                registry.getSchema(schema.json()).initializeValidators();
            }
        } catch (SchemaException e) {
            problems.add(schema.problem("the schema cannot be used: " + Words.sentence(e.getMessage())));
        }
    }
}
