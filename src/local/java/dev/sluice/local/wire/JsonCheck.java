package dev.sluice.local.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks for everything in a JSON text that its message cannot hold. The library's parser would stop at the first and name neither its place
 * nor Google's words for it.
 */
final class JsonCheck {
    private static final Pattern DURATION = Pattern.compile("-?[0-9]+(\\.[0-9]{1,9})?s");
    private final List<JsonProblem> problems = new ArrayList<>();

    private JsonCheck() {}

    static List<JsonProblem> problems(JsonNode json, Descriptor type, String path) {
        JsonCheck check = new JsonCheck();
        if (json.isObject()) {
            check.message(json, type, path);
        } else {
            check.problems.add(JsonProblem.unknownName("", path, "Root element must be a message."));
        }
        return check.problems;
    }

    private void message(JsonNode json, Descriptor type, String path) {
        json.fields().forEachRemaining(entry -> {
            Optional<FieldDescriptor> field = Fields.find(type, entry.getKey());
            if (field.isEmpty()) {
                problems.add(JsonProblem.unknownName(entry.getKey(), path, "Cannot find field."));
            } else {
                field(entry.getKey(), entry.getValue(), field.get(), path);
            }
        });
    }

    private void field(String name, JsonNode json, FieldDescriptor field, String path) {
        String here = path.isEmpty() ? field.getName() : path + "." + field.getName();
        if (json.isNull()) {
            return;
        }
        if (field.isMapField()) {
            map(json, field, here);
        } else if (field.isRepeated()) {
            list(json, field, here);
        } else if (json.isArray() && !Fields.isFree(field)) {
            problems.add(JsonProblem.unknownName(name, path, "Proto field is not repeating, cannot start list."));
        } else {
            value(json, field, here);
        }
    }

    private void map(JsonNode json, FieldDescriptor field, String path) {
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        if (json.isObject()) {
            json.fields()
                    .forEachRemaining(
                            entry -> value(entry.getValue(), value, "%s[%s]".formatted(path, entry.getKey())));
        } else {
            wrong(json, path, "Map");
        }
    }

    private void list(JsonNode json, FieldDescriptor field, String path) {
        if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                value(json.get(i), field, "%s[%d]".formatted(path, i));
            }
        } else {
            wrong(json, path, Fields.typeName(field));
        }
    }

    private void value(JsonNode json, FieldDescriptor field, String path) {
        boolean right =
                switch (field.getJavaType()) {
                    case STRING, BYTE_STRING -> json.isTextual();
                    case BOOLEAN -> json.isBoolean() || json.asText().matches("true|false");
                    case INT, LONG -> isInteger(json);
                    case FLOAT, DOUBLE -> isNumber(json);
                    case ENUM -> Fields.enumValue(field, json.asText()).isPresent();
                    case MESSAGE -> inner(json, field, path);
                };
        if (!right) {
            wrong(json, path, Fields.typeName(field));
        }
    }

    private boolean inner(JsonNode json, FieldDescriptor field, String path) {
        String type = field.getMessageType().getFullName();
        if (Fields.isFree(field)) {
            return true;
        }
        if (type.equals("google.protobuf.Duration")) {
            if (!DURATION.matcher(json.asText()).matches()) {
                problems.add(JsonProblem.invalidValue(
                        path,
                        Fields.typeName(field),
                        "Field '%s', Illegal duration format; duration must end with 's'".formatted(field.getName())));
            }
            return true;
        }
        if (type.startsWith("google.protobuf.")) {
            return json.isTextual();
        }
        if (json.isObject()) {
            message(json, field.getMessageType(), path);
        }
        return json.isObject();
    }

    private static boolean isInteger(JsonNode json) {
        return isNumber(json)
                && new BigDecimal(json.asText()).stripTrailingZeros().scale() <= 0;
    }

    private static boolean isNumber(JsonNode json) {
        try {
            new BigDecimal(json.asText());
            return json.isTextual() || json.isNumber();
        } catch (NumberFormatException e) {
            return json.asText().matches("NaN|-?Infinity");
        }
    }

    private void wrong(JsonNode json, String path, String type) {
        problems.add(JsonProblem.invalidValue(path, type, json.isContainerNode() ? json.toString() : quoted(json)));
    }

    private static String quoted(JsonNode json) {
        return json.isTextual() ? '"' + json.asText() + '"' : json.asText();
    }
}
