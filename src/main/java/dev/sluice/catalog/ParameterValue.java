package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parameter's value.
 *
 * @param json a JSON scalar: text, number or boolean
 */
public record ParameterValue(JsonNode json) {
    public ParameterValue {
        if (!json.isValueNode() || json.isNull()) {
            throw new IllegalArgumentException("a parameter is text, a number or a boolean, not " + json.getNodeType());
        }
    }

    /** As it stands in a command: text as it is, numbers without exponent. */
    public String asText() {
        return json.isNumber() ? json.decimalValue().toPlainString() : json.asText();
    }
}
