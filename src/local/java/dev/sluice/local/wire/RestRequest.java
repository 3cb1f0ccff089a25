package dev.sluice.local.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A gRPC request made of a path, a query and a JSON body. JSON is read as Google's servers do: camelCase and snake_case, enum names and
 * numbers, int64 as string or number; an unknown name is an error, in words close to theirs.
 */
final class RestRequest {
    /** Parameters of every Google API, https://cloud.google.com/apis/docs/system-parameters. */
    private static final Set<String> OF_SYSTEM = Set.of(
            "alt",
            "access_token",
            "callback",
            "fields",
            "key",
            "oauth_token",
            "prettyPrint",
            "quotaUser",
            "userProject",
            "uploadType",
            "upload_protocol",
            "passwd",
            "unique");

    private final JsonFormat.Parser json;

    RestRequest(JsonFormat.TypeRegistry types) {
        this.json = JsonFormat.parser().usingTypeRegistry(types);
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT that names what cannot be read */
    Message of(RestRoute route, Map<String, String> path, Map<String, List<String>> query, String body) {
        Message.Builder request = route.request().newBuilderForType();
        body(route, request, body);
        query.forEach((name, values) -> {
            if (!name.startsWith("$") && !OF_SYSTEM.contains(name)) {
                values.forEach(value -> bind(request, name, value));
            }
        });
        // also a field of a field, such as topic.name
        path.forEach((name, value) -> bind(request, name, value));
        return request.build();
    }

    private void body(RestRoute route, Message.Builder request, String body) {
        if (body.isBlank() || route.body().isEmpty()) {
            return;
        }
        Message.Builder whole = request;
        if (!route.body().equals("*")) {
            whole = request.getFieldBuilder(field(request, route.body()).orElseThrow());
        }
        merge(body, whole);
    }

    private void merge(String text, Message.Builder into) {
        try {
            json.merge(text, into);
        } catch (InvalidProtocolBufferException e) {
            throw invalid("Invalid JSON payload received. " + e.getMessage());
        }
    }

    private void bind(Message.Builder request, String path, String value) {
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        FieldDescriptor field = field(request, first)
                .orElseThrow(() -> invalid(
                        "Invalid JSON payload received. Unknown name \"%s\": Cannot bind query parameter. Field '%s' could not be found in request message."
                                .formatted(path, path)));
        if (dot < 0) {
            set(request, field, path, value);
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated()) {
            bind(request.getFieldBuilder(field), path.substring(dot + 1), value);
        } else {
            throw invalid("Invalid value at '%s': %s has no fields".formatted(path, first));
        }
    }

    private static Optional<FieldDescriptor> field(Message.Builder message, String name) {
        Descriptor type = message.getDescriptorForType();
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst();
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
                case ENUM -> enumValue(field, text);
                case MESSAGE -> {
                    // a time, a duration or a field mask, whose JSON is a string
                    Message.Builder inner = request.newBuilderForField(field);
                    merge('"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"', inner);
                    yield inner.build();
                }
            };
        } catch (IllegalArgumentException e) {
            throw invalid("Invalid value at '%s' (%s), \"%s\"".formatted(name, field.getType(), text));
        }
    }

    private static Boolean bool(String text) {
        // Python's clients write True
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static EnumValueDescriptor enumValue(FieldDescriptor field, String text) {
        return field.getEnumType().getValues().stream()
                .filter(value -> value.getName().equals(text)
                        || Integer.toString(value.getNumber()).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }

    /** Names and values of a raw query. */
    static Map<String, List<String>> query(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        return Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(java.util.stream.Collectors.groupingBy(
                        pair -> Percent.decodeQuery(pair[0]),
                        java.util.LinkedHashMap::new,
                        java.util.stream.Collectors.mapping(
                                pair -> pair.length > 1 ? Percent.decodeQuery(pair[1]) : "",
                                java.util.stream.Collectors.toList())));
    }

    static io.grpc.StatusRuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }
}
