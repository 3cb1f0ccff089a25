package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.Misconfigured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's prices: laid over those that come with the service, and refused with the place of the mistake. */
class PriceReaderTest {
    @TempDir
    Path folder;

    @Test
    void whatTheFileHasIsLaidOverTheRestStays() {
        PriceTable table = table(
                """
                asOf: 2026-11-01
                currency: USD
                series:
                  n1:
                    machineTypes:
                      n1-custom-2-4096: { vcpus: 2, gib: 4, prices: { europe-west1: { onDemand: 0.1 } } }
                    prices:
                      europe-west1: { onDemand: { vcpu: 0.01, gib: 0.001 } }
                gpus:
                  nvidia-tesla-t4: { prices: { europe-west1: { spot: 0.07 } } }
                disks:
                  pd-balanced: { prices: { europe-west1: 7.3 } }
                """);

        assertThat(table.asOf().orElseThrow()).hasToString("2026-11-01");
        assertThat(table.machineHour("n1-standard-4", "europe-west1", false).orElseThrow())
                .isEqualByComparingTo("0.055");
        assertThat(table.machineHour("n1-standard-4", "europe-west1", true)).isPresent();
        assertThat(table.machineHour("n1-standard-4", "europe-west4", false).orElseThrow())
                .isEqualByComparingTo("0.209168");
        assertThat(table.machineHour("n1-custom-2-4096", "europe-west1", false).orElseThrow())
                .isEqualByComparingTo("0.1");
        assertThat(table.gpuHour("nvidia-tesla-t4", "europe-west1", true).orElseThrow())
                .isEqualByComparingTo("0.07");
        assertThat(table.gpuHour("nvidia-tesla-t4", "europe-west1", false).orElseThrow())
                .isEqualByComparingTo("0.35");
        assertThat(table.diskHour("pd-balanced", "europe-west1").orElseThrow()).isEqualByComparingTo("0.01");
    }

    @Test
    void inAnotherCurrencyOnlyTheFilesOwnPricesAreKnown() {
        PriceTable table = table(
                """
                currency: EUR
                series:
                  n2: { prices: { europe-west3: { onDemand: { vcpu: 0.04, gib: 0.005 } } } }
                """);

        assertThat(table.currency()).isEqualTo("EUR");
        assertThat(table.machineHour("n2-standard-4", "europe-west3", false).orElseThrow())
                .as("its size is known all the same")
                .isEqualByComparingTo("0.24");
        assertThat(table.machineHour("n2-standard-4", "europe-west4", false)).isEmpty();
        assertThat(table.machineHour("g2-standard-4", "europe-west4", false)).isEmpty();
        assertThat(table.diskHour("pd-balanced", "europe-west1")).isEmpty();
        assertThat(table.asOf()).isEmpty();
    }

    @Test
    void aMistakeIsNamedWithItsPlace() {
        assertThat(refusal("currency: USD\nseries:\n  n2:\n    price: {}\n"))
                .contains("prices.yaml:4:5: series.n2.price: Unrecognized field \"price\"");
        assertThat(refusal("currency: USD\ndisks:\n  pd-ssd:\n    prices: { europe-west1: 0 }\n"))
                .contains("prices.yaml:3:3: disks.pd-ssd: europe-west1 is 0, expected a number above 0");
        assertThat(refusal("currency: USD\ngpus:\n  t4:\n    prices:\n      europe-west1: { spot: -1 }\n"))
                .contains("prices.yaml:5:7: gpus.t4.prices.europe-west1: spot is -1, expected a number above 0");
        assertThat(refusal("currency: USD\nseries:\n  n2:\n    machineTypes:\n      n2-huge: { gib: 4 }\n"))
                .contains("prices.yaml:5:7: series.n2.machineTypes.n2-huge: vcpus is missing, expected a number");
        assertThat(refusal("currency: USD\ngpus:\n  t4: { prices: { r: { spot: cheap } } }\n"))
                .contains("prices.yaml:3:24: gpus.t4.prices.r.spot: ");
        assertThat(refusal("currency: Dollar\n")).contains("currency is Dollar, expected one of ISO 4217 such as USD");
        assertThat(refusal("series: {}\n")).contains("currency is null, expected one of ISO 4217 such as USD");
        assertThat(refusal("currency: USD\ncurrency: EUR\n")).contains("prices.yaml:2:", "Duplicate");
        assertThat(refusal("currency: [\n")).contains("prices.yaml:");
        assertThat(refusal("")).contains("prices.yaml");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path nowhere = folder.resolve("nowhere.yaml");
        assertThatThrownBy(() -> new Prices(Optional.of(nowhere), Runnable::run).table())
                .isInstanceOf(Misconfigured.class)
                .hasMessage(
                        "sluice.prices is %s, which cannot be read (NoSuchFileException); expected a file of prices as in"
                                        .formatted(nowhere)
                                + " docs/cost.md");
    }

    private PriceTable table(String yaml) {
        return new Prices(Optional.of(write(yaml)), Runnable::run).table();
    }

    private String refusal(String yaml) {
        Path file = write(yaml);
        try {
            new Prices(Optional.of(file), Runnable::run).table();
        } catch (Misconfigured e) {
            return e.getMessage();
        }
        throw new AssertionError("taken: " + yaml);
    }

    private Path write(String yaml) {
        try {
            return Files.writeString(folder.resolve("prices.yaml"), yaml);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
