package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemasTest {
    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema#";

    @ParameterizedTest
    @EnumSource(Schemas.Kind.class)
    void everySchemaIsDraft07(Schemas.Kind kind) {
        var document = new Schemas().document(kind);

        assertThat(document.path("$schema").asText()).isEqualTo(DRAFT_07);
        assertThat(Schemas.registry().getSchema(SchemaLocation.of(DRAFT_07)).validate(document))
                .isEmpty();
    }
}
