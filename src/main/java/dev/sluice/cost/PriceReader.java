package dev.sluice.cost;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectReader;
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
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads files of prices, YAML or JSON, and says where in them a mistake is. */
final class PriceReader {
    private static final String BUILT_IN = "/prices.yaml";
    private static final int LARGEST = 1 << 20;

    private final ObjectReader reader;

    PriceReader() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(LARGEST);
        limits.setMaxAliasesForCollections(0);
        this.reader = YAMLMapper.builder(
                        YAMLFactory.builder().loaderOptions(limits).build())
                .addModules(new Jdk8Module(), new JavaTimeModule())
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build()
                .readerFor(PriceFile.class);
    }

    /** The prices that come with the service. */
    PriceFile builtIn() {
        try (InputStream in = PriceReader.class.getResourceAsStream(BUILT_IN)) {
            return reader.readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the price table of the service itself cannot be read", e);
        }
    }

    /** The operator's prices; {@link Misconfigured} says what is wrong with them, and where. */
    PriceFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return reader.readValue(in);
        } catch (JsonProcessingException e) {
            throw new Misconfigured("sluice.prices, %s%s: %s%s".formatted(file, line(e), place(e), what(e)));
        } catch (IOException e) {
            throw new Misconfigured("sluice.prices is %s, which cannot be read (%s); expected a file of prices as in %s"
                    .formatted(file, e.getClass().getSimpleName(), "docs/cost.md"));
        }
    }

    private static String line(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        return at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
    }

    /** {@code series.n2.prices.europe-west1: }. */
    private static String place(JsonProcessingException e) {
        String path = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : "";
        return path.isEmpty() ? "" : path + ": ";
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
