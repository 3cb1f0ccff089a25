package dev.sluice.local.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.List;

/**
 * Reads JSON into messages as Google's servers do: camelCase and snake_case, enum names and numbers, int64 as string or number; what does
 * not fit is an error in their words.
 */
final class JsonText {
    /** How much of the text around a mistake is shown. */
    private static final int SHOWN = 20;

    private final ObjectReader tree = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();
    private final JsonFormat.Parser parser;

    JsonText(JsonFormat.TypeRegistry types) {
        this.parser = JsonFormat.parser().usingTypeRegistry(types);
    }

    /**
     * @param path of the message in the request, for errors
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT that names everything that does not fit
     */
    void merge(String text, Message.Builder into, String path) {
        List<JsonProblem> problems = JsonCheck.problems(parse(text), into.getDescriptorForType(), path);
        if (!problems.isEmpty()) {
            throw JsonProblem.error(problems);
        }
        scalar(text, into);
    }

    /** A message whose JSON is not an object: a time, a duration, a field mask. */
    void scalar(String text, Message.Builder into) {
        try {
            parser.merge(text, into);
        } catch (InvalidProtocolBufferException e) {
            throw JsonProblem.of(e.getMessage()).error();
        }
    }

    private JsonNode parse(String text) {
        try {
            return tree.readTree(text);
        } catch (JsonProcessingException e) {
            throw JsonProblem.of("Unexpected token.\n" + around(text, e.getLocation()))
                    .error();
        }
    }

    /** The place with an arrow below it. */
    private static String around(String text, JsonLocation location) {
        int at = location == null ? 0 : (int) Math.max(0, Math.min(location.getCharOffset(), text.length()));
        int from = Math.max(Math.max(0, at - SHOWN), text.lastIndexOf('\n', at - 1) + 1);
        int lineEnd = text.indexOf('\n', at);
        int to = Math.min(lineEnd < 0 ? text.length() : lineEnd, at + SHOWN);
        return "%s\n%s^".formatted(text.substring(from, Math.max(from, to)), " ".repeat(at - from));
    }
}
