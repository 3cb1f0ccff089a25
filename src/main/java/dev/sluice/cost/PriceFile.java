package dev.sluice.cost;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A file of prices, as it is written.
 *
 * @param about what a person should know of it
 * @param asOf the day the prices are of
 * @param currency of every amount in it, ISO 4217
 * @param series of machine types, by what their names begin with
 * @param gpus beside a machine that has none of its own, by type
 * @param disks by type
 */
@RegisterForReflection
record PriceFile(
        Optional<List<String>> about,
        Optional<LocalDate> asOf,
        String currency,
        Optional<Map<String, Series>> series,
        Optional<Map<String, Gpu>> gpus,
        Optional<Map<String, Disk>> disks) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    PriceFile {
        if (currency == null || !CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException(
                    "currency is %s, expected one of ISO 4217 such as USD".formatted(currency));
        }
    }

    /** Both; amounts of another currency cannot be laid over these, and take their place. */
    PriceFile over(PriceFile lower) {
        PriceFile below = currency.equals(lower.currency) ? lower : lower.withoutPrices(currency);
        return new PriceFile(
                about,
                asOf.or(below::asOf),
                currency,
                Checked.over(below.series, series, (a, b) -> b.over(a)),
                Checked.over(below.gpus, gpus, (a, b) -> b.over(a)),
                Checked.over(below.disks, disks, (a, b) -> b.over(a)));
    }

    /** The sizes of the machine types alone. */
    private PriceFile withoutPrices(String other) {
        return new PriceFile(
                Optional.empty(),
                Optional.empty(),
                other,
                series.map(all -> mapped(all, Series::withoutPrices)),
                Optional.empty(),
                Optional.empty());
    }

    private static <V> Map<String, V> mapped(Map<String, V> all, UnaryOperator<V> change) {
        Map<String, V> changed = new LinkedHashMap<>();
        all.forEach((name, value) -> changed.put(name, change.apply(value)));
        return changed;
    }

    /**
     * Machine types that are priced alike.
     *
     * @param source where the prices were read
     * @param prices by region
     */
    @RegisterForReflection
    record Series(
            Optional<String> source,
            Optional<Map<String, MachineType>> machineTypes,
            Optional<Map<String, Rates>> prices) {
        Series over(Series lower) {
            return new Series(
                    source.or(lower::source),
                    Checked.over(lower.machineTypes, machineTypes, (a, b) -> b.over(a)),
                    Checked.over(lower.prices, prices, (a, b) -> b.over(a)));
        }

        Series withoutPrices() {
            return new Series(
                    source,
                    machineTypes.map(all -> mapped(
                            all,
                            type -> new MachineType(
                                    type.vcpus(), type.gib(), type.billedVcpus(), type.gpu(), Optional.empty()))),
                    Optional.empty());
        }
    }

    /** A GPU's prices by region. */
    @RegisterForReflection
    record Gpu(Optional<String> source, Optional<Map<String, Hourly>> prices) {
        Gpu over(Gpu lower) {
            return new Gpu(source.or(lower::source), Checked.over(lower.prices, prices, (a, b) -> b.over(a)));
        }
    }

    /** What a month of one GiB costs, by region. */
    @RegisterForReflection
    record Disk(Optional<String> source, Optional<Map<String, BigDecimal>> prices) {
        Disk {
            Checked.map(prices).forEach(Checked::price);
        }

        Disk over(Disk lower) {
            return new Disk(source.or(lower::source), Checked.over(lower.prices, prices, (a, b) -> b));
        }
    }
}
