package dev.sluice.cost;

import dev.sluice.cost.Fleet.Bought;
import dev.sluice.run.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Adds up what an hour of a job's machines costs, and notes each price that is not known. */
final class Invoice {
    private static final BigDecimal MILLIS_AN_HOUR = BigDecimal.valueOf(3_600_000);
    /** A hundredth of a cent, rounded up: what costs something never shows as nothing. */
    static final int DIGITS = 4;

    private final Fleet fleet;
    private final PriceTable table;
    private final String currency;
    private final List<String> unknown = new ArrayList<>();
    private BigDecimal hour = BigDecimal.ZERO;

    private Invoice(Fleet fleet, PriceTable table, String currency) {
        this.fleet = fleet;
        this.table = table;
        this.currency = currency;
    }

    static Invoice of(Fleet fleet, PriceTable table, String currency) {
        Invoice invoice = new Invoice(fleet, table, currency);
        invoice.currency();
        invoice.machine();
        fleet.disks().forEach(invoice::disk);
        return invoice;
    }

    /** Machines, each for so long. */
    Quote over(Duration each) {
        Optional<Money> amount = unknown.isEmpty()
                ? Optional.of(new Money(
                        hour.multiply(BigDecimal.valueOf(vms()))
                                .multiply(BigDecimal.valueOf(each.toMillis()))
                                .divide(MILLIS_AN_HOUR, DIGITS, RoundingMode.CEILING),
                        currency))
                : Optional.empty();
        return new Quote(amount, words(), unknown);
    }

    private void currency() {
        if (!table.currency().equals(currency)) {
            unknown.add("the price table is in %s, not in %s".formatted(table.currency(), currency));
        }
    }

    private void machine() {
        Optional<String> name = fleet.machineType();
        if (name.isEmpty()) {
            unknown.add("the job names no machine type");
            return;
        }
        Optional<BigDecimal> price =
                switch (fleet.bought()) {
                    case ON_DEMAND, SPOT -> table.machineHour(name.get(), fleet.region(), isSpot());
                    case OTHERWISE -> Optional.empty();
                };
        add(price, BigDecimal.ONE, name.get() + words(fleet.bought()));
        if (table.machineType(name.get()).flatMap(MachineType::gpu).isEmpty()) {
            fleet.gpus().forEach(this::gpu);
        }
    }

    private void gpu(Fleet.Gpu gpu) {
        add(
                table.gpuHour(gpu.type(), fleet.region(), isSpot()),
                BigDecimal.valueOf(gpu.count()),
                gpu.type() + words(fleet.bought()));
    }

    private void disk(Fleet.Disk disk) {
        add(table.diskHour(disk.type(), fleet.region()), BigDecimal.valueOf(disk.gib()), disk.type());
    }

    private void add(Optional<BigDecimal> price, BigDecimal times, String what) {
        price.ifPresentOrElse(
                known -> hour = hour.add(known.multiply(times)),
                () -> unknown.add("no price of %s in %s".formatted(what, fleet.region())));
    }

    private boolean isSpot() {
        return fleet.bought() == Bought.SPOT;
    }

    private long vms() {
        return fleet.machineType().flatMap(table::machineType).map(fleet::vms).orElse(1L);
    }

    private String words() {
        long vms = vms();
        return (vms > 1 ? vms + " × " : "")
                + fleet.machineType().orElse("a machine of Batch's choice")
                + words(fleet.bought())
                + " in "
                + fleet.region();
    }

    private static String words(Bought bought) {
        return switch (bought) {
            case ON_DEMAND -> "";
            case SPOT -> " SPOT";
            case OTHERWISE -> " in a provisioning model that has no list price";
        };
    }
}
