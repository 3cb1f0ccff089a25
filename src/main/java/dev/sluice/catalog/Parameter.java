package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a template can be told.
 *
 * @param name as {@code {params.NAME}} says it
 * @param schema JSON Schema, draft-07; do not change the node
 * @param defaultValue its {@code default}, a scalar
 */
public record Parameter(String name, JsonNode schema, Optional<JsonNode> defaultValue) {

    /** What is wrong with a value for this parameter, in words for a person; empty when it fits. */
    public List<String> objections(JsonNode value) {
        return ParameterSchema.objections(name, schema, value);
    }
}
