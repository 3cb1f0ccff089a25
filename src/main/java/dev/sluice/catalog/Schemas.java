package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** The JSON Schemas of this room, each compiled at its first use. */
final class Schemas {
    /** What there is a schema for. */
    enum Kind {
        PRODUCT("product"),
        TEMPLATE("template"),
        CLIENT("client"),
        BATCH_JOB("batch-job");

        private final String resource;

        Kind(String name) {
            this.resource = "/schemas/" + name + ".schema.json";
        }
    }

    private record Compiled(JsonNode document, Schema schema) {}

    private final Map<Kind, Compiled> compiled = new EnumMap<>(Kind.class);

    /** Draft-07, JSON pointers as paths, and nothing is ever fetched. Unknown keywords are for our checks to refuse. */
    static SchemaRegistry registry() {
        return SchemaRegistry.withDialect(
                Dialect.builder(Dialects.getDraft7())
                        .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
                        .build(),
                builder -> builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .pathType(PathType.JSON_POINTER)
                        .preloadSchema(false)
                        .build()));
    }

    /** Says everything that is wrong with the shape of a file. A file that could not be read has been spoken of. */
    void check(Kind kind, Source source, Problems problems) {
        if (source.node().exists()) {
            Compiled schema = compiled(kind);
            problems.addAll(SchemaProblems.of(schema.schema().validate(source.root()), source, schema.document()));
        }
    }

    JsonNode document(Kind kind) {
        return compiled(kind).document();
    }

    private synchronized Compiled compiled(Kind kind) {
        return compiled.computeIfAbsent(kind, Schemas::compile);
    }

    private static Compiled compile(Kind kind) {
        try (InputStream in = Schemas.class.getResourceAsStream(kind.resource)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + kind.resource + " is missing from the program");
            }
            JsonNode document = new ObjectMapper().readTree(in);
            return new Compiled(document, registry().getSchema(document));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + kind.resource, e);
        }
    }
}
