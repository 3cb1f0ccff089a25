package dev.sluice.catalog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds a tree from a parser's tokens and keeps the place of each; YAML and JSON alike. */
final class TreeReader {
    static final int DEEPEST = 40;
    private static final int LARGEST_EXPONENT = 100;

    /** For a number that was refused: one that most schemas take, so that nothing is said of it twice. */
    private static final JsonNode STAND_IN = JsonNodeFactory.instance.numberNode(1);

    private final Path file;
    private final JsonParser parser;
    private final Supplier<Optional<String>> objection;
    private final Problems problems;
    private final JsonNodeFactory nodes = new JsonNodeFactory(true);
    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();

    /** @param objection what the format has against the current token */
    TreeReader(Path file, JsonParser parser, Supplier<Optional<String>> objection, Problems problems) {
        this.file = file;
        this.parser = parser;
        this.objection = objection;
        this.problems = problems;
    }

    /** @throws IOException when the text breaks the format's grammar; all else is among the problems */
    Source read() throws IOException {
        if (parser.nextToken() == null) {
            problems.add(file, Place.START, "the file is empty, expected a mapping of keys to values");
            return Source.unreadable(file);
        }
        JsonNode root = value("", 0);
        if (parser.nextToken() != null) {
            problem("a second document begins here, expected one a file");
        }
        return new Source(file, root, values, keys);
    }

    private JsonNode value(String pointer, int depth) throws IOException {
        values.put(pointer, here());
        objection.get().ifPresent(this::problem);
        if (depth > DEEPEST) {
            throw new TooDeepException();
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(pointer, depth);
            case START_ARRAY -> array(pointer, depth);
            case VALUE_NUMBER_INT -> whole();
            case VALUE_NUMBER_FLOAT -> fraction();
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_STRING, VALUE_EMBEDDED_OBJECT, FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE ->
                nodes.textNode(checked(parser.getText()));
        };
    }

    private ObjectNode object(String pointer, int depth) throws IOException {
        ObjectNode object = nodes.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = checked(parser.currentName());
            String child = Source.child(pointer, key);
            Place first = keys.get(child);
            if (first != null) {
                problem("the key " + Words.quote(key) + " stands here again, first on line " + first.line());
            }
            keys.put(child, here());
            parser.nextToken();
            object.set(key, value(child, depth + 1));
        }
        return object;
    }

    private ArrayNode array(String pointer, int depth) throws IOException {
        ArrayNode array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(Source.child(pointer, array.size()), depth + 1));
        }
        return array;
    }

    private JsonNode whole() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> nodes.numberNode(parser.getIntValue());
            case LONG -> nodes.numberNode(parser.getLongValue());
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> fraction();
        };
    }

    /** Numbers beyond any use are refused: rendered in full, a short one could fill the memory. */
    private JsonNode fraction() throws IOException {
        BigDecimal number;
        try {
            number = parser.getDecimalValue();
        } catch (JsonProcessingException e) {
            problem("infinity and not-a-number are no values here, expected a number");
            return STAND_IN;
        }
        if (number.precision() > LARGEST_EXPONENT || Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
            problem("a number beyond all measure, expected one of at most " + LARGEST_EXPONENT + " digits");
            return STAND_IN;
        }
        return nodes.numberNode(number);
    }

    /** No process, and no message to Google, can hold a NUL or half a character. */
    private String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            problem("the text holds a NUL character, which no program can be given");
        }
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            problem("the text holds half a character (a lone surrogate)");
        }
        return text;
    }

    private Place here() {
        return new Place(
                Math.max(1, parser.currentTokenLocation().getLineNr()),
                Math.max(1, parser.currentTokenLocation().getColumnNr()));
    }

    private void problem(String message) {
        problems.add(file, here(), message);
    }

    /** Ends the reading of a file that is nested beyond any use. */
    static final class TooDeepException extends IOException {
        private static final long serialVersionUID = 1L;

        TooDeepException() {
            super("nested deeper than " + DEEPEST + " levels");
        }
    }
}
