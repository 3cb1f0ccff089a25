package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadingDashTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type': 'string', 'pattern': '^[a-z]{2}$'}",
                "{'type': 'string', 'pattern': '^(en|tr)$'}",
                "{'type': 'string', 'pattern': '^x'}",
                "{'type': 'string', 'pattern': '^[a-z]|^$', 'enum': ['a', 'b']}",
                "{'type': 'boolean'}",
                "{'type': 'integer', 'minimum': 0}",
                "{'type': 'number', 'exclusiveMinimum': 0.5}",
            })
    void isRuledOutByWhatTheSchemaAllows(String schema) throws JsonProcessingException {
        assertThat(LeadingDash.possible(json.readTree(schema.replace('\'', '"'))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'type': 'string'}",
                "{'type': ['string', 'boolean']}",
                "{'type': 'integer'}",
                "{'type': 'integer', 'minimum': -1}",
                "{'enum': ['fast', '-x']}",
                "{'type': 'string', 'pattern': '[a-z]'}",
                "{'type': 'string', 'pattern': '^[a-z-]+$'}",
                "{'type': 'string', 'pattern': '^[a-z]?-x$'}",
                "{'type': 'string', 'pattern': '^[a-z]|x'}",
                "{'type': 'string', 'pattern': '^a[b[c](]|x'}",
                "{'type': 'string', 'pattern': '^[^a]'}",
            })
    void isPossibleWhenTheSchemaDoesNotRuleItOut(String schema) throws JsonProcessingException {
        assertThat(LeadingDash.possible(json.readTree(schema.replace('\'', '"'))))
                .isTrue();
    }

    @Test
    void aSchemaThatRulesItOutHasNoValueThatBeginsWithOne() throws JsonProcessingException {
        for (String pattern : List.of("^[a-z]{2}$", "^(en|tr)$", "^x", "^[^-]", "^\\\\w+$")) {
            Parameter parameter = new Parameter(
                    "p", json.readTree("{\"type\": \"string\", \"pattern\": \"" + pattern + "\"}"), Optional.empty());
            assertThat(LeadingDash.possible(parameter.schema())).isFalse();
            for (String value : List.of("-", "--", "-x", "--help", "-en", "-\nen")) {
                assertThat(parameter.objections(json.getNodeFactory().textNode(value)))
                        .as(pattern + " on " + value)
                        .isNotEmpty();
            }
        }
    }
}
