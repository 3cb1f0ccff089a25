package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.fault.Kind.Where;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The faults that can strike one job: those set for the whole cloud, and those that the job's own labels ask for. */
@Fidelity(
        what =
                "Accidents on demand: preemption, lost, rebooted, hung and recreated VMs, exhausted zones, quotas; for all jobs or by label",
        verified = Verified.OURS,
        by = {"TaskFaultsTest", "PlacementTest", "LabelFaultsTest"},
        simplified = "the counts of faults by label (`times`, `after`) begin again with a restart")
final class JobFaults {
    private final Faults all;
    private final Faults own;
    private final String job;

    private JobFaults(Faults all, Faults own, String job) {
        this.all = all;
        this.own = own;
        this.job = job;
    }

    static JobFaults of(Job job, Faults all, InstantSource clock) {
        Faults own = new Faults(all.seed() * 31 + job.getName().hashCode(), clock);
        LabelFaults.of(job.getLabelsMap()).forEach(own::add);
        return new JobFaults(all, own, job.getName());
    }

    /** Those that strike an attempt that begins. A Spot VM's preemption strikes no other VM, unless the fault's {@code any} is true. */
    List<Fault> ofAttempt(int task, boolean spot) {
        return strike(
                Where.TASK,
                "task",
                job + "/taskGroups/group0/tasks/" + task,
                fault -> ofTask(fault, task) && (fault.kind() != Kind.PREEMPTED || spot || isSet(fault, "any")));
    }

    private static boolean ofTask(Fault fault, int task) {
        return fault.details().getOrDefault("task", Integer.toString(task)).equals(Integer.toString(task));
    }

    static boolean isSet(Fault fault, String detail) {
        return Boolean.parseBoolean(fault.details().get(detail));
    }

    /** Those of a kind that strike the search for VMs in these places. */
    List<Fault> ofPlacement(Kind kind, String places) {
        return strike(Where.PLACEMENT, "placement", job + " " + places, fault -> fault.kind() == kind);
    }

    /** Those that strike a notification. */
    List<Fault> ofNotification(String what, String state) {
        return strike(Where.DELIVERY, "notification", what + "/" + state, fault -> fault.details()
                .getOrDefault("state", state)
                .equals(state));
    }

    private List<Fault> strike(Where where, String at, String about, Predicate<Fault> fits) {
        return Stream.of(all, own)
                .flatMap(faults -> faults.strike(Fault.Service.BATCH, where, at, about, fits).stream())
                .toList();
    }
}
