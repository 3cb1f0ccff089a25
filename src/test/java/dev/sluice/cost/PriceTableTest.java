package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The prices that come with the service: whole, plausible, and those that Google's pages show. */
class PriceTableTest {
    private static final List<String> REGIONS =
            List.of("europe-west1", "europe-west3", "europe-west4", "us-central1", "us-east1", "asia-southeast1");

    private final PriceFile file = new PriceReader().builtIn();
    private final PriceTable table = new PriceTable(file);

    @Test
    void itSaysItsDateItsCurrencyAndWhereEachGroupWasRead() {
        assertThat(table.asOf()).hasValue(LocalDate.parse("2026-07-30"));
        assertThat(table.currency()).isEqualTo("USD");
        assertThat(file.series().orElseThrow().values())
                .allSatisfy(
                        series -> assertThat(series.source().orElseThrow()).startsWith("https://cloud.google.com/"));
        assertThat(file.gpus().orElseThrow().values())
                .allSatisfy(gpu -> assertThat(gpu.source().orElseThrow()).startsWith("https://cloud.google.com/"));
        assertThat(file.disks().orElseThrow().values())
                .allSatisfy(disk -> assertThat(disk.source().orElseThrow()).startsWith("https://cloud.google.com/"));
    }

    @Test
    void knownPricesOfKnownMachines() {
        assertThat(hour("n1-standard-4", "us-central1", false)).isEqualByComparingTo("0.189999");
        assertThat(hour("n2-standard-4", "us-central1", false)).isEqualByComparingTo("0.194236");
        assertThat(hour("n2-highmem-4", "europe-west3", false)).isEqualByComparingTo("0.337576");
        assertThat(hour("n2d-standard-4", "us-east1", false)).isEqualByComparingTo("0.168984");
        assertThat(hour("e2-standard-4", "europe-west4", false)).isEqualByComparingTo("0.14754408");
        assertThat(hour("c2-standard-16", "europe-west1", false)).isEqualByComparingTo("0.9188");
        assertThat(hour("a2-highgpu-1g", "us-central1", false)).isEqualByComparingTo("3.673385");
        assertThat(hour("n2-standard-4", "us-central1", true)).isEqualByComparingTo("0.09212");
    }

    @Test
    void aSharedCoreIsPaidForItsShare() {
        assertThat(hour("e2-medium", "europe-west1", false)).isEqualByComparingTo("0.03685773");
        assertThat(hour("e2-micro", "us-central1", false)).isEqualByComparingTo("0.0083764275");
    }

    @Test
    void everyMachineTypeOfTheUsualSeriesHasAPriceInEachOfTheUsualRegions() {
        for (String series : List.of("e2", "n1", "n2", "n2d", "c2", "c3")) {
            for (String type : types(series).keySet()) {
                for (String region : REGIONS) {
                    assertThat(table.machineHour(type, region, false))
                            .as("%s in %s", type, region)
                            .isPresent();
                    assertThat(table.machineHour(type, region, true))
                            .as("%s in %s, SPOT", type, region)
                            .isPresent();
                }
            }
        }
    }

    @Test
    void spotIsNeverDearerAndNoPriceIsBeyondBelief() {
        file.series().orElseThrow().forEach((name, series) -> types(name).forEach((type, size) -> {
            for (String region : REGIONS) {
                Optional<BigDecimal> onDemand = table.machineHour(type, region, false);
                onDemand.ifPresent(price -> assertThat(price)
                        .as("%s in %s", type, region)
                        .isBetween(new BigDecimal("0.005"), new BigDecimal("120"))
                        .isGreaterThan(table.machineHour(type, region, true).orElseThrow()));
            }
        }));
    }

    @Test
    void aMachineWithMoreOfBothCostsMore() {
        for (String series : List.of("e2", "n1", "n2", "n2d", "t2d", "c2", "c2d", "c3", "c3d")) {
            types(series).forEach((small, size) -> types(series).forEach((large, more) -> {
                if (more.vcpus() > size.vcpus() && more.gib().compareTo(size.gib()) > 0) {
                    assertThat(hour(large, "europe-west4", false))
                            .as("%s and %s", large, small)
                            .isGreaterThan(hour(small, "europe-west4", false));
                }
            }));
        }
    }

    @Test
    void aNameTellsTheVcpusOfEachMachine() {
        for (String series : List.of("n1", "n2", "n2d", "t2d", "c2", "c2d", "c3", "c3d", "g2")) {
            types(series).forEach((type, size) -> assertThat(type).as(type).endsWith("-" + size.vcpus()));
        }
    }

    @Test
    void whatIsNotInItIsNotKnown() {
        assertThat(table.machineHour("x9-standard-4", "us-central1", false)).isEmpty();
        assertThat(table.machineHour("n2-standard-4", "mars-north1", false)).isEmpty();
        assertThat(table.machineHour("a2-highgpu-1g", "europe-west3", false)).isEmpty();
        assertThat(table.gpuHour("nvidia-tesla-v100", "europe-west3", false)).isEmpty();
        assertThat(table.diskHour("hyperdisk-balanced", "europe-west1")).isEmpty();
    }

    private BigDecimal hour(String type, String region, boolean spot) {
        return table.machineHour(type, region, spot).orElseThrow();
    }

    private Map<String, MachineType> types(String series) {
        return file.series().orElseThrow().get(series).machineTypes().orElseThrow();
    }
}
