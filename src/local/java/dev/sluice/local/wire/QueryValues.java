package dev.sluice.local.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Puts texts of a path or a query into the fields that they name, {@code a.b=x} into the field b of a. */
final class QueryValues {
    private final JsonText json;

    QueryValues(JsonText json) {
        this.json = json;
    }

    void bind(Message.Builder request, String path, String value) {
        bind(request, path, path, value);
    }

    private void bind(Message.Builder request, String whole, String path, String value) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        Optional<FieldDescriptor> found = Fields.find(request.getDescriptorForType(), first);
        boolean goesOn = dot >= 0;
        boolean fits = found.filter(field -> !goesOn || (Fields.isMessage(field) && !field.isRepeated()))
                .isPresent();
        if (!fits) {
            throw JsonProblem.unknownName(
                            whole,
                            "",
                            "Cannot bind query parameter. Field '%s' could not be found in request message."
                                    .formatted(whole))
                    .error();
        }
        if (goesOn) {
            bind(request.getFieldBuilder(found.get()), whole, path.substring(dot + 1), value);
        } else {
            set(request, found.get(), whole, value);
        }
    }

    private void set(Message.Builder request, FieldDescriptor field, String name, String text) {
        Object value = value(request, field, name, text);
        if (field.isRepeated()) {
            request.addRepeatedField(field, value);
        } else {
            request.setField(field, value);
        }
    }

    private Object value(Message.Builder request, FieldDescriptor field, String name, String text) {
        try {
            return switch (field.getJavaType()) {
                case STRING -> text;
                case INT -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> bool(text);
                case BYTE_STRING -> ByteString.copyFrom(Base64.getDecoder().decode(text));
                case ENUM -> Fields.enumValue(field, text).orElseThrow(() -> new IllegalArgumentException(text));
                case MESSAGE -> {
                    Message.Builder inner = request.newBuilderForField(field);
                    json.scalar('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"', inner);
                    yield inner.build();
                }
            };
        } catch (IllegalArgumentException e) {
            throw JsonProblem.invalidValue(name, Fields.typeName(field), '"' + text + '"')
                    .error();
        }
    }

    private static Boolean bool(String text) {
        // Python's clients write True
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
