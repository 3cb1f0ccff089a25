package dev.sluice.local.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The parts of an answer that a request asks for, {@code jobs(name,status/state),nextPageToken}. A name without parts of its own means all
 * of it; {@code *} any name.
 */
record PartialAnswer(Map<String, PartialAnswer> names) {
    private static final String ANY = "*";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_*-]+|[,/.()]");

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for a name that the answer does not have */
    static PartialAnswer parse(String fields, Descriptor answer) {
        Reader reader = new Reader(fields);
        PartialAnswer whole = reader.names(Optional.of(answer));
        if (reader.next < reader.tokens.size()) {
            throw reader.wrong();
        }
        return whole;
    }

    /** Takes away everything else. */
    void keep(JsonNode json) {
        if (names.isEmpty()) {
            return;
        }
        if (json.isArray()) {
            json.forEach(this::keep);
        } else if (json instanceof ObjectNode object) {
            object.retain(new ArrayList<>(names.containsKey(ANY) ? keys(object) : names.keySet()));
            object.fields().forEachRemaining(entry -> names.getOrDefault(entry.getKey(), names.get(ANY))
                    .keep(entry.getValue()));
        }
    }

    private static List<String> keys(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Reads the text from left to right along the answer's type, where that is known. */
    private static final class Reader {
        private final String text;
        private final List<String> tokens;
        private int next;

        Reader(String text) {
            this.text = text;
            this.tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
            if (!String.join("", tokens).equals(text.replaceAll("\\s", ""))) {
                throw wrong();
            }
        }

        PartialAnswer names(Optional<Descriptor> type) {
            Map<String, PartialAnswer> names = new LinkedHashMap<>();
            do {
                String name = take();
                Optional<FieldDescriptor> field = field(name, type);
                names.merge(
                        field.map(FieldDescriptor::getJsonName).orElse(name), parts(within(field)), PartialAnswer::or);
            } while (skip(","));
            return new PartialAnswer(names);
        }

        private PartialAnswer parts(Optional<Descriptor> type) {
            if (skip("/") || skip(".")) {
                String name = take();
                Optional<FieldDescriptor> field = field(name, type);
                return new PartialAnswer(
                        Map.of(field.map(FieldDescriptor::getJsonName).orElse(name), parts(within(field))));
            }
            if (skip("(")) {
                PartialAnswer inner = names(type);
                if (!skip(")")) {
                    throw wrong();
                }
                return inner;
            }
            return new PartialAnswer(Map.of());
        }

        /** The type whose names come next, where names are fixed. */
        private static Optional<Descriptor> within(Optional<FieldDescriptor> field) {
            return field.filter(Fields::isMessage)
                    .filter(each -> !each.isMapField() && !Fields.isFree(each))
                    .map(FieldDescriptor::getMessageType);
        }

        private Optional<FieldDescriptor> field(String name, Optional<Descriptor> type) {
            if (type.isEmpty() || name.equals(ANY)) {
                return Optional.empty();
            }
            Optional<FieldDescriptor> found = Fields.find(type.get(), name);
            if (found.isEmpty()) {
                throw JsonProblem.invalid("Invalid field selection " + name);
            }
            return found;
        }

        private String take() {
            if (next >= tokens.size() || tokens.get(next).matches("[,/.()]")) {
                throw wrong();
            }
            return tokens.get(next++);
        }

        private boolean skip(String sign) {
            boolean there = next < tokens.size() && tokens.get(next).equals(sign);
            next += there ? 1 : 0;
            return there;
        }

        private RuntimeException wrong() {
            return JsonProblem.invalid("Invalid field selection " + text);
        }
    }

    private PartialAnswer or(PartialAnswer other) {
        if (names.isEmpty() || other.names.isEmpty()) {
            return new PartialAnswer(Map.of());
        }
        Map<String, PartialAnswer> both = new LinkedHashMap<>(names);
        other.names.forEach((name, part) -> both.merge(name, part, PartialAnswer::or));
        return new PartialAnswer(both);
    }
}
