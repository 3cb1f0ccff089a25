package dev.sluice.catalog;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.cloud.batch.v1.Job;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.sluice.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The schema of raw jobs says exactly what the Batch client of this build knows. */
class BatchJobSchemaTest {
    private static final Path CHECKED_IN = Path.of("src/main/resources/schemas/batch-job.schema.json");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TreeMap<String, ObjectNode> definitions = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final Deque<Descriptor> open = new ArrayDeque<>();

    @Test
    void theCheckedInSchemaIsMadeFromTheDescriptorsOfTheBatchClient() throws IOException {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put(
                "description",
                "A Batch job (google.cloud.batch.v1.Job), as gcloud batch jobs submit --config takes it");
        schema.setAll(reference(Job.getDescriptor()));
        while (!open.isEmpty()) {
            Descriptor next = open.pop();
            definitions.put(name(next), message(next));
        }
        ObjectNode all = schema.putObject("definitions");
        definitions.forEach(all::set);
        Golden.matches(
                CHECKED_IN,
                new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(schema) + "\n");
    }

    private ObjectNode message(Descriptor message) {
        ObjectNode node = JSON.objectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = node.putObject("properties");
        ArrayNode required = JSON.arrayNode();
        for (FieldDescriptor field : message.getFields()) {
            if (has(field, FieldBehavior.REQUIRED)) {
                required.add(field.getJsonName());
            }
            properties.set(
                    field.getJsonName(),
                    has(field, FieldBehavior.OUTPUT_ONLY) ? JSON.objectNode().put("readOnly", true) : many(field));
        }
        return required.isEmpty() ? node : node.set("required", required);
    }

    private ObjectNode many(FieldDescriptor field) {
        if (field.isMapField()) {
            ObjectNode map = JSON.objectNode().put("type", "object");
            map.set("additionalProperties", one(field.getMessageType().findFieldByName("value")));
            return map;
        }
        if (field.isRepeated()) {
            ObjectNode list = JSON.objectNode().put("type", "array");
            list.set("items", one(field));
            return list;
        }
        return one(field);
    }

    private ObjectNode one(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING, BYTE_STRING -> JSON.objectNode().put("type", "string");
            case BOOLEAN -> JSON.objectNode().put("type", "boolean");
            case INT, LONG -> whole();
            case FLOAT, DOUBLE -> JSON.objectNode().put("type", "number");
            case ENUM -> choice(field);
            case MESSAGE -> reference(field.getMessageType());
        };
    }

    /** Protobuf's JSON writes 64 bits as text and takes either for any whole number. */
    private static ObjectNode whole() {
        ObjectNode node = JSON.objectNode().put("title", "a whole number");
        node.set("type", JSON.arrayNode().add("integer").add("string"));
        return node.put("pattern", "^-?[0-9]{1,18}$");
    }

    private static ObjectNode choice(FieldDescriptor field) {
        ObjectNode node = JSON.objectNode();
        ArrayNode values = node.putArray("enum");
        field.getEnumType().getValues().forEach(value -> values.add(value.getName()));
        field.getEnumType().getValues().forEach(value -> values.add(value.getNumber()));
        return node;
    }

    private ObjectNode reference(Descriptor message) {
        return switch (message.getFullName()) {
            case "google.protobuf.Duration" ->
                JSON.objectNode()
                        .put("title", "seconds, such as 3600s")
                        .put("type", "string")
                        .put("pattern", "^[0-9]{1,12}(\\.[0-9]{1,9})?s$");
            case "google.protobuf.Timestamp" -> JSON.objectNode().put("type", "string");
            default -> {
                if (seen.add(message.getFullName())) {
                    open.push(message);
                }
                yield JSON.objectNode().put("$ref", "#/definitions/" + name(message));
            }
        };
    }

    private static boolean has(FieldDescriptor field, FieldBehavior behavior) {
        return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(behavior);
    }

    private static String name(Descriptor message) {
        return message.getFullName().replace(message.getFile().getPackage() + ".", "");
    }
}
