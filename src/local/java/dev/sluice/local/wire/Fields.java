package dev.sluice.local.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Fields of messages as JSON and queries name them. */
final class Fields {
    /** Messages whose JSON has no fixed names. */
    private static final Set<String> FREE = Set.of(
            "google.protobuf.Any",
            "google.protobuf.Struct",
            "google.protobuf.Value",
            "google.protobuf.ListValue",
            "google.protobuf.DoubleValue",
            "google.protobuf.FloatValue",
            "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value",
            "google.protobuf.Int32Value",
            "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue",
            "google.protobuf.StringValue",
            "google.protobuf.BytesValue",
            "google.protobuf.Empty");

    private Fields() {}

    /** By its name in the proto or in JSON. */
    static Optional<FieldDescriptor> find(Descriptor type, String name) {
        return type.getFields().stream()
                .filter(field ->
                        field.getName().equals(name) || field.getJsonName().equals(name))
                .findFirst();
    }

    static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    static boolean isFree(FieldDescriptor field) {
        return isMessage(field) && FREE.contains(field.getMessageType().getFullName());
    }

    /** By name or number. */
    static Optional<EnumValueDescriptor> enumValue(FieldDescriptor field, String text) {
        return field.getEnumType().getValues().stream()
                .filter(value -> value.getName().equals(text)
                        || Integer.toString(value.getNumber()).equals(text))
                .findFirst();
    }

    /** As Google's errors call it: {@code TYPE_INT64}, {@code type.googleapis.com/google.protobuf.Duration}. */
    static String typeName(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> "type.googleapis.com/" + field.getMessageType().getFullName();
            case ENUM -> "type.googleapis.com/" + field.getEnumType().getFullName();
            case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                "TYPE_" + field.getType().name().toUpperCase(Locale.ROOT);
        };
    }
}
