package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubFilterTest {
    private static final Map<String, String> MESSAGE =
            Map.of("kind", "order", "iana.org/tag", "en", "empty", "", "my-key", "say \"hi\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "                                                     | true",
                "attributes:kind                                      | true",
                "attributes:empty                                     | true",
                "attributes:none                                      | false",
                "attributes.kind = \"order\"                          | true",
                "attributes.kind=\"Order\"                            | false",
                "attributes.none = \"\"                               | false",
                "attributes.kind != \"order\"                         | false",
                "attributes.none != \"order\"                         | true",
                "attributes:\"iana.org/tag\"                          | true",
                "attributes.\"iana.org/tag\" = \"en\"                 | true",
                "attributes.my-key = \"say \\\"hi\\\"\"               | true",
                "hasPrefix(attributes.kind, \"or\")                   | true",
                "hasPrefix(attributes.none, \"\")                     | false",
                "NOT attributes:none                                  | true",
                "-attributes:kind                                     | false",
                "NOT NOT attributes:kind                              | true",
                "attributes:kind AND attributes:empty AND attributes:none | false",
                "attributes:none OR attributes:nil OR attributes:kind | true",
                "attributes:none OR (attributes:kind AND NOT attributes:nil) | true",
                "NOT (attributes:kind OR attributes:none)             | false",
                "NOT attributes:none AND attributes:kind              | true",
            })
    void aFilterDecidesByTheAttributes(String filter, boolean matches) {
        assertThat(Filter.parse(filter == null ? "" : filter).matches(MESSAGE)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind",
                "attributes",
                "attributes.kind",
                "attributes.kind = order",
                "attributes.kind = 'order'",
                "attributes.kind == \"order\"",
                "attributes.kind = \"order",
                "attributes:a AND",
                "attributes:a attributes:b",
                "attributes:a and attributes:b",
                "attributes:a AND attributes:b OR attributes:c",
                "(attributes:a",
                "hasSuffix(attributes.a, \"b\")",
                "hasPrefix(attributes.a)",
                "data = \"x\"",
            })
    void aBadFilterIsRefusedWithThePlace(String filter) {
        assertThatThrownBy(() -> Filter.parse(filter))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith(
                        "INVALID_ARGUMENT: The filter '" + filter + "' could not be parsed at character");
    }
}
