package dev.sluice.catalog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML and JSON files, bounded in size and depth. */
final class FileReader {
    static final int LARGEST = 1 << 20;

    private final Path folder;
    private final YAMLFactory yaml;
    private final JsonFactory json = new JsonFactory();

    FileReader(Path folder) {
        this.folder = folder;
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setNestingDepthLimit(TreeReader.DEEPEST);
        limits.setMaxAliasesForCollections(0);
        this.yaml = YAMLFactory.builder()
                .loaderOptions(limits)
                .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
    }

    Source yaml(Path file, Problems problems) {
        return content(file, problems)
                .map(text -> {
                    try (YAMLParser parser = yaml.createParser(text)) {
                        return read(file, parser, () -> yamlObjection(parser), problems);
                    } catch (IOException e) {
                        throw new IllegalStateException("closing a reader of text", e);
                    }
                })
                .orElseGet(() -> Source.unreadable(relative(file)));
    }

    Source json(Path file, Problems problems) {
        return content(file, problems)
                .map(text -> {
                    try (JsonParser parser = json.createParser(text)) {
                        return read(file, parser, Optional::empty, problems);
                    } catch (IOException e) {
                        throw new IllegalStateException("closing a reader of text", e);
                    }
                })
                .orElseGet(() -> Source.unreadable(relative(file)));
    }

    Path relative(Path file) {
        return file.equals(folder) ? Path.of(".") : folder.relativize(file);
    }

    private Source read(Path file, JsonParser parser, Supplier<Optional<String>> objection, Problems problems) {
        Path relative = relative(file);
        try {
            return new TreeReader(relative, parser, objection, problems).read();
        } catch (TreeReader.TooDeepException e) {
            problems.add(relative, place(parser.currentTokenLocation()), e.getMessage());
        } catch (JsonProcessingException e) {
            syntax(relative, e, problems);
        } catch (IOException e) {
            problems.add(relative, Place.START, "cannot be read: " + e.getMessage());
        }
        return Source.unreadable(relative);
    }

    private static void syntax(Path file, JsonProcessingException e, Problems problems) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Place place = new Place(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
            problems.add(file, place, "not YAML: " + Words.sentence(marked.getProblem()));
        } else {
            problems.add(file, place(e.getLocation()), "cannot be parsed: " + grammar(e));
        }
    }

    /** The library's first sentence, without what it quotes of the file: that could be a secret. */
    private static String grammar(JsonProcessingException e) {
        return Words.sentence(e.getOriginalMessage().lines().findFirst().orElse(""))
                .replaceAll("Expected a field name.*", "a key that is no plain text, expected a name")
                .replaceAll("Unrecognized token '.*", "a word without quotes")
                .replaceAll(" \\(JSON .*", "");
    }

    private static Optional<String> yamlObjection(YAMLParser parser) {
        try {
            if (parser.isCurrentAlias()) {
                return Optional.of("an alias (*name) is not allowed here, expected the value itself");
            }
            return parser.getTypeId() == null
                    ? Optional.empty()
                    : Optional.of("a tag (!name) is not allowed here, expected the value alone");
        } catch (IOException e) {
            return Optional.of("a tag that cannot be read");
        }
    }

    private Optional<String> content(Path file, Problems problems) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                problems.add(relative(file), Place.START, "the file is larger than 1 MiB");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(relative(file), Place.START, "the file is not UTF-8 text");
        } catch (IOException e) {
            problems.add(
                    relative(file),
                    Place.START,
                    "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    private static Place place(JsonLocation at) {
        return at == null ? Place.START : new Place(Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }
}
