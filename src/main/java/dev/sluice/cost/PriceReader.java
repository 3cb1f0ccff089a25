package dev.sluice.cost;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.sluice.Misconfigured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * Reads files of prices: the service's own, which is JSON because that is quicker, and the operator's, YAML or JSON, with the place of
 * a mistake.
 */
final class PriceReader {
    private static final String BUILT_IN = "/prices.json";
    private static final int LARGEST = 1 << 20;

    private final LoaderOptions limits = new LoaderOptions();

    PriceReader() {
        limits.setCodePointLimit(LARGEST);
        limits.setMaxAliasesForCollections(0);
    }

    /** The prices that come with the service. */
    PriceFile builtIn() {
        try (InputStream in = PriceReader.class.getResourceAsStream(BUILT_IN)) {
            return reader(JsonMapper.builder()).readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the price table of the service itself cannot be read", e);
        }
    }

    /** The operator's prices; {@link Misconfigured} says what is wrong with them, and where. */
    PriceFile read(Path file) {
        try {
            return read(file, Files.readString(file));
        } catch (IOException e) {
            throw new Misconfigured("sluice.prices is %s, which cannot be read (%s); expected a file of prices as in %s"
                    .formatted(file, e.getClass().getSimpleName(), "docs/cost.md"));
        }
    }

    private PriceFile read(Path file, String text) throws IOException {
        try {
            return reader(YAMLMapper.builder(
                            YAMLFactory.builder().loaderOptions(limits).build()))
                    .readValue(text);
        } catch (JsonProcessingException e) {
            List<String> path = path(e);
            String place = new YamlPlaces(limits)
                    .of(text, path)
                    .or(() -> Optional.ofNullable(e.getLocation()).map(at -> at.getLineNr() + ":" + at.getColumnNr()))
                    .map(at -> ":" + at)
                    .orElse("");
            String name = path.isEmpty() ? "" : String.join(".", path) + ": ";
            throw new Misconfigured("sluice.prices, %s%s: %s%s".formatted(file, place, name, what(e)));
        }
    }

    private static ObjectReader reader(MapperBuilder<?, ?> mapper) {
        return mapper.addModules(new Jdk8Module(), new JavaTimeModule())
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build()
                .readerFor(PriceFile.class);
    }

    private static List<String> path(JsonProcessingException e) {
        return e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> Optional.ofNullable(step.getFieldName())
                                .orElseGet(() -> Integer.toString(step.getIndex())))
                        .toList()
                : List.of();
    }

    /** In our words where a check of ours refused it, else in the first sentence of the library's. */
    private static String what(JsonProcessingException e) {
        return e.getCause() instanceof IllegalArgumentException ours
                ? ours.getMessage()
                : e.getOriginalMessage()
                        .lines()
                        .findFirst()
                        .orElse("not a file of prices")
                        .replaceAll(" \\(.*", "");
    }
}
