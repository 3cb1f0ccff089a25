package dev.sluice.cost;

import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.run.Attempt;
import dev.sluice.run.AttemptEnd;
import dev.sluice.run.Money;
import dev.sluice.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * What jobs may cost and did cost: the machines, their GPUs and disks at the prices of the table, and nothing else. A price that is not
 * known makes the whole amount unknown.
 *
 * <p>Assumed: every machine of a job is paid from {@link #VM_START} before its first task until the last task's end; tasks are spread over
 * as many machines as they fill, by what they ask for; amounts are rounded up to a hundredth of a cent.
 */
@ApplicationScoped
public class Costs {
    /** From a machine's first paid second to its first task's: 1 to 2.5 minutes were seen, the longer one is taken. */
    static final Duration VM_START = Duration.ofSeconds(150);

    /** The memory that Batch gives to a task which does not say, in MiB. */
    public static final long DEFAULT_MEMORY_MIB = Fleet.DEFAULT_MEMORY_MIB;

    private final Prices prices;

    Costs(Prices prices) {
        this.prices = prices;
    }

    /** What one attempt costs if each of its tasks runs once, to its time limit. */
    public Quote estimate(JobSpec job, String currency) {
        Fleet fleet = Fleets.of(job);
        return invoice(fleet, currency).over(VM_START.plus(fleet.timeLimit().multipliedBy(fleet.waves())));
    }

    /** What a job did cost that was RUNNING for so long; one that never ran had no machines, as far as anybody can tell. */
    public Quote actual(JobSpec job, Duration ran, String currency) {
        return invoice(Fleets.of(job), currency).over(ran.isZero() ? Duration.ZERO : VM_START.plus(ran));
    }

    /**
     * What all attempts of a run did cost, in the currency of its estimate; empty where it has none, or a price is not known.
     *
     * @param lastRan how long the last attempt's job was RUNNING; empty where it is gone and cannot tell
     */
    public Optional<Money> of(Run run, Optional<Duration> lastRan) {
        return run.estimate().map(Money::currency).flatMap(currency -> {
            Optional<Money> sum = Optional.of(Money.zero(currency));
            for (Attempt attempt : run.attempts()) {
                Optional<Money> one = attempt.end()
                        .map(AttemptEnd::ran)
                        .or(() -> lastRan)
                        .flatMap(ran -> actual(attempt.job(), ran, currency).amount());
                sum = sum.flatMap(before -> one.map(before::plus));
            }
            return sum;
        });
    }

    /**
     * The machine type on which a task can have more memory: the same if it has that much, else the next larger one of its kind; empty where
     * there is none, or the type is not in the table. A machine with GPUs is not exchanged: which sizes they fit is not in the table.
     *
     * @param memoryMib of the task
     */
    public Optional<String> roomier(Machine machine, long memoryMib, Optional<Integer> maxVcpus) {
        Map<String, MachineType> likes = prices.table().likes(machine.type());
        boolean fixed = machine.accelerator().isPresent()
                || prices.table()
                        .machineType(machine.type())
                        .flatMap(MachineType::gpu)
                        .isPresent();
        return likes.entrySet().stream()
                .filter(like -> fixed
                        ? like.getKey().equals(machine.type())
                        : kind(like.getKey()).equals(kind(machine.type())))
                .filter(like -> like.getValue().mebibytes() >= memoryMib)
                .filter(like -> like.getKey().equals(machine.type())
                        || maxVcpus.map(most -> like.getValue().vcpus() <= most).orElse(true))
                .min(Comparator.comparing((Map.Entry<String, MachineType> like) ->
                                !like.getKey().equals(machine.type()))
                        .thenComparing(like -> like.getValue().gib()))
                .map(Map.Entry::getKey);
    }

    /** {@code n2-standard} of {@code n2-standard-4}; shared cores, which have no number, are of one kind. */
    private static String kind(String machineType) {
        return machineType.replaceFirst("-[^-]*$", "");
    }

    private Invoice invoice(Fleet fleet, String currency) {
        return Invoice.of(fleet, prices.table(), currency);
    }
}
