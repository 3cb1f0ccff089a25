package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples of the documentation, as they stand there. */
class DesignExampleTest {
    private final Catalog catalog = load();

    @Test
    void areActedOnToTheLastKey() {
        assertThat(catalog.warnings()).isEmpty();
    }

    @Test
    void areReadToTheLastKey() {
        Product product = catalog.product("mlops-template").orElseThrow();
        Client acme = catalog.client(new ClientRef("mlops-template", "acme")).orElseThrow();
        Template template = acme.templates().get(0);
        ContainerWork work = template.work().fold(container -> container, raw -> null);

        assertThat(product.guardrails().maxCostPerRun()).hasValue(new BigDecimal("5"));
        assertThat(product.guardrails().maxMemory()).hasValue(new Memory(65_536));
        assertThat(product.defaults())
                .isEqualTo(new Defaults(Optional.of("europe-west1"), new BootDisk("batch-cos", 50)));
        assertThat(acme.limits().maxOpenRuns()).hasValue(50);
        assertThat(acme.limits().dailyBudget().orElseThrow()).isEqualByComparingTo("20");
        assertThat(acme.parametersFor(template).get("locale").asText()).isEqualTo("en");
        assertThat(template.queueLimit()).isEqualTo(Duration.ofMinutes(25));
        assertThat(template.maxAttempts()).isEqualTo(4);
        assertThat(template.callback())
                .hasValue(new Callback(
                        URI.create("https://import.example.com/batch"),
                        Optional.of("BATCH_JOB_KEY"),
                        Optional.empty()));
        assertThat(work.secrets()).containsEntry("API_KEY", "projects/PROJECT/secrets/api-key/versions/3");
        assertThat(work.resources())
                .isEqualTo(new Resources(
                        "n1-standard-2",
                        Optional.of(2),
                        Optional.of(new Memory(2_048)),
                        Optional.empty(),
                        new BootDisk("batch-cos", 50)));
        assertThat(work.placements())
                .containsExactly(
                        new Placement("europe-west1", List.of("europe-west1-b", "europe-west1-d"), Provisioning.SPOT),
                        new Placement("europe-west4", List.of(), Provisioning.STANDARD));
    }

    private static Catalog load() {
        try {
            return new CatalogFolder().load(Path.of("src/test/resources/catalog/design"));
        } catch (CatalogException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
