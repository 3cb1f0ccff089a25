package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** From what the validator says to problems with a place: one for each mistake, though several keywords may complain. */
final class SchemaProblems {
    private SchemaProblems() {}

    static List<Problem> of(List<Error> errors, Source source, JsonNode schema) {
        Set<String> wrongType = errors.stream()
                .filter(error -> error.getKeyword().equals("type"))
                .map(SchemaProblems::pointer)
                .collect(Collectors.toSet());
        return errors.stream()
                .filter(error -> !insideChoice(error))
                .filter(error -> error.getKeyword().equals("type") || !wrongType.contains(pointer(error)))
                .map(error -> problem(error, source.node().pointed(pointer(error)), schema))
                .toList();
    }

    /** The branches of a choice all complain; the choice itself says it once. */
    static boolean insideChoice(Error error) {
        return error.getEvaluationPath().toString().matches(".*/(oneOf|anyOf|allOf|not|if|then|else|contains)/.*");
    }

    static String pointer(Error error) {
        return error.getInstanceLocation().toString();
    }

    private static Problem problem(Error error, Node node, JsonNode schema) {
        String message = new SchemaWords(error, schema).about(node.name(), node.json());
        return switch (error.getKeyword()) {
            case "additionalProperties", "propertyNames" ->
                node.at(error.getProperty()).keyProblem(message);
            default -> node.problem(message);
        };
    }
}
