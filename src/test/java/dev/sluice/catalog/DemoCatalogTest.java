package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCatalogTest {
    private static final Path DEMO = Path.of("deployment/catalog");
    private static final String SCHEMA_LINE = "# yaml-language-server: $schema=";

    @Test
    void loadsWithoutAWarning() throws CatalogException {
        Catalog catalog = new CatalogFolder().load(DEMO);

        assertThat(catalog.warnings()).isEmpty();
        assertThat(catalog.buckets()).containsExactly("demo-batch");
        assertThat(catalog.product("mlops-template").orElseThrow().clients()).containsOnlyKeys("acme", "globex");
    }

    @Test
    void saysWhatAClientsJobIsMadeOf() throws CatalogException {
        Client globex = new CatalogFolder()
                .load(DEMO)
                .client(new ClientRef("mlops-template", "globex"))
                .orElseThrow();
        Template template = globex.templateFor("letters/a.txt").orElseThrow();
        ContainerWork work = template.work().fold(container -> container, raw -> null);

        assertThat(globex.parametersFor(template).get("locale").asText()).isEqualTo("tr");
        assertThat(template.usesInputPath()).isTrue();
        assertThat(template.expectedOutputs()).containsExactly("result.txt");
        assertThat(work.timeLimit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(work.retries()).isEqualTo(3);
        assertThat(work.resources().bootDisk()).isEqualTo(new BootDisk("batch-cos", 50));
        assertThat(work.placements()).containsExactly(new Placement("europe-west1", List.of(), Provisioning.SPOT));
        Map<Placeholder, String> values = Map.of(
                Placeholder.parameter("locale"),
                "tr",
                Placeholder.INPUT_PATH,
                "/in/a.txt",
                Placeholder.OUTPUT_PATH,
                "/out");
        assertThat(work.command().stream().map(item -> item.render(values)))
                .containsExactly("main.py", "--locale", "tr", "--", "/in/a.txt", "/out/result.txt");
        assertThat(globex.templateFor("letters/a.csv")).isEmpty();
    }

    @Test
    void everyFileNamesItsSchemaByAPathThatLeadsThere() throws IOException {
        try (Stream<Path> files = Files.walk(DEMO)) {
            List<Path> yaml =
                    files.filter(file -> file.toString().endsWith(".yaml")).toList();
            assertThat(yaml).hasSize(4).allSatisfy(file -> {
                String first = Files.readAllLines(file).get(0);
                assertThat(first).startsWith(SCHEMA_LINE);
                assertThat(file.resolveSibling(first.substring(SCHEMA_LINE.length())))
                        .exists();
            });
        }
    }
}
