package dev.sluice.cost;

import dev.sluice.cost.PriceFile.Series;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Prices to look up. What is not in it is not known, which is something else than free. */
final class PriceTable {
    static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

    private record Entry(Series series, MachineType type) {}

    private final PriceFile file;
    private final Map<String, Entry> machineTypes = new HashMap<>();

    PriceTable(PriceFile file) {
        this.file = file;
        Checked.map(file.series()).values().forEach(series -> Checked.map(series.machineTypes())
                .forEach((name, type) -> machineTypes.put(name, new Entry(series, type))));
    }

    String currency() {
        return file.currency();
    }

    Optional<LocalDate> asOf() {
        return file.asOf();
    }

    Optional<MachineType> machineType(String name) {
        return entry(name).map(Entry::type);
    }

    /** The machine types that are in the table with one, by name. */
    Map<String, MachineType> likes(String name) {
        return entry(name)
                .map(entry -> Checked.map(entry.series().machineTypes()))
                .orElseGet(Map::of);
    }

    /** An hour of a machine; its own GPUs included. */
    Optional<BigDecimal> machineHour(String name, String region, boolean spot) {
        return entry(name).flatMap(entry -> entry.type()
                .prices()
                .map(whole -> at(whole, region).flatMap(hourly -> hourly.of(spot)))
                .orElseGet(() -> at(Checked.map(entry.series().prices()), region)
                        .flatMap(rates -> rates.of(spot))
                        .map(rate -> rate.of(entry.type()))));
    }

    /** An hour of one GPU beside a machine. */
    Optional<BigDecimal> gpuHour(String type, String region, boolean spot) {
        return at(Checked.map(file.gpus()), type)
                .flatMap(gpu -> at(Checked.map(gpu.prices()), region))
                .flatMap(hourly -> hourly.of(spot));
    }

    /** An hour of one GiB. */
    Optional<BigDecimal> diskHour(String type, String region) {
        return at(Checked.map(file.disks()), type)
                .flatMap(disk -> at(Checked.map(disk.prices()), region))
                .map(month -> month.divide(HOURS_A_MONTH, 12, RoundingMode.HALF_UP));
    }

    private Optional<Entry> entry(String name) {
        return at(machineTypes, name);
    }

    private static <V> Optional<V> at(Map<String, V> map, String key) {
        return Optional.ofNullable(map.get(key));
    }
}
