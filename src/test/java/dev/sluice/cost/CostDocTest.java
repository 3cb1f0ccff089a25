package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps {@code docs/cost.md} true: its tables are made from the code and the price table, its example is a file that works. */
class CostDocTest {
    private static final Path PAGE = Path.of("docs/cost.md");

    private final PriceFile file = new PriceReader().builtIn();

    @Test
    void theTablesAreWhatTheCodeAndThePricesSay() throws IOException {
        String page = Files.readString(PAGE);
        page = replaced(page, "assumptions", assumptions());
        page = replaced(page, "prices", prices());
        Golden.matches(PAGE, page);
    }

    @Test
    void theExampleIsAFileOfPrices(@TempDir Path folder) throws IOException {
        Matcher example = Pattern.compile("(?s)```yaml\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Path own = Files.writeString(folder.resolve("prices.yaml"), example.group(1));

        PriceTable table = new Prices(Optional.of(own), Runnable::run).table();

        assertThat(table.machineHour("n2-standard-4", "europe-west1", true).orElseThrow())
                .isEqualByComparingTo("0.0372");
        assertThat(table.machineHour("n4-standard-4", "europe-west1", false)).isPresent();
        assertThat(table.machineHour("n1-custom-2-4096", "europe-west1", true).orElseThrow())
                .isEqualByComparingTo("0.0388");
        assertThat(table.gpuHour("nvidia-tesla-t4", "europe-west1", true)).isPresent();
    }

    private static String assumptions() {
        Map<String, String> rows = new java.util.LinkedHashMap<>();
        rows.put(
                "from a machine's first paid second to its first task's",
                Costs.VM_START.toSeconds() + " s (1 to 2.5 minutes were seen)");
        rows.put("retries of a task", "none, before they happen");
        rows.put(
                "a task that does not say what it needs",
                Fleet.DEFAULT_CPU_MILLI / 1000 + " vCPUs, " + Fleet.DEFAULT_MEMORY_MIB + " MiB, as Batch takes it");
        rows.put("tasks on a machine", "as many as fit by vCPUs and memory; nothing is kept back for the system");
        rows.put("tasks at once, where a raw job does not say", "all, to " + Fleet.MOST_PARALLEL);
        rows.put(
                "a raw job without `maxRunDuration`",
                Fleet.LONGEST.toDays() + " days, when Batch ends it: set one where costs are limited");
        rows.put(
                "a boot disk that is not described",
                "%s, %d GiB, and a raw job's `bootDiskMib`"
                        .formatted(Fleet.DEFAULT_BOOT_DISK, Fleet.DEFAULT_BOOT_DISK_GIB));
        rows.put("another new disk without a type", Fleet.DEFAULT_NEW_DISK);
        rows.put("a month", PriceTable.HOURS_A_MONTH + " hours");
        rows.put(
                "amounts",
                "rounded up to " + Invoice.DIGITS + " decimals, so that what costs something never shows as nothing");
        return "| what | taken as |\n|---|---|\n"
                + rows.entrySet().stream()
                        .map(row -> "| %s | %s |\n".formatted(row.getKey(), row.getValue()))
                        .collect(Collectors.joining());
    }

    private String prices() {
        String series = file.series().orElseThrow().entrySet().stream()
                .map(entry -> "| %s | machine types: %d | %s |\n"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().machineTypes().orElseThrow().size(),
                                regions(entry.getValue())))
                .collect(Collectors.joining());
        String gpus = file.gpus().orElseThrow().entrySet().stream()
                .map(entry ->
                        row(entry.getKey(), "GPU", entry.getValue().prices().orElseThrow()))
                .collect(Collectors.joining());
        String disks = file.disks().orElseThrow().entrySet().stream()
                .map(entry ->
                        row(entry.getKey(), "disk", entry.getValue().prices().orElseThrow()))
                .collect(Collectors.joining());
        return "As of %s, in %s.\n\n| | | regions |\n|---|---|---|\n"
                        .formatted(file.asOf().orElseThrow(), file.currency())
                + series
                + gpus
                + disks;
    }

    private static String regions(PriceFile.Series series) {
        TreeSet<String> regions = new TreeSet<>(Checked.map(series.prices()).keySet());
        Checked.map(series.machineTypes())
                .values()
                .forEach(type -> regions.addAll(Checked.map(type.prices()).keySet()));
        return String.join(", ", regions);
    }

    private static String row(String name, String kind, Map<String, ?> prices) {
        return "| %s | %s | %s |\n".formatted(name, kind, String.join(", ", new TreeSet<>(prices.keySet())));
    }

    private static String replaced(String page, String mark, String text) {
        Matcher place = Pattern.compile("(?s)(<!-- " + mark + " -->\n).*(<!-- /" + mark + " -->\n)")
                .matcher(page);
        assertThat(place.find()).as("%s has a place for %s", PAGE, mark).isTrue();
        return place.replaceAll("$1" + Matcher.quoteReplacement("\n" + text + "\n") + "$2");
    }
}
