package dev.sluice.proof;

import com.google.rpc.Code;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import java.util.List;

/** What goes wrong in the local cloud during one simulation, by seed: each of its kinds of fault, with a probability of its own. */
final class EmulatorFaults {
    private static final List<Kind> OF_MACHINES =
            List.of(Kind.PREEMPTED, Kind.VM_SILENT, Kind.VM_REBOOTED, Kind.VM_UNRESPONSIVE, Kind.VM_RECREATED);

    private final Faults faults;
    private final Chance chance;

    private EmulatorFaults(Faults faults, Chance chance) {
        this.faults = faults;
        this.chance = chance;
    }

    static void draw(Faults faults, Chance chance) {
        EmulatorFaults drawn = new EmulatorFaults(faults, chance);
        drawn.storage();
        drawn.batch();
        drawn.topics();
        drawn.deliveries();
        drawn.machines();
        drawn.placement();
    }

    private void storage() {
        sometimes(Fault.of(Service.STORAGE, Kind.REFUSED).code(chance.oneOf(Code.UNAVAILABLE, Code.INTERNAL)), 0.2);
        sometimes(Fault.of(Service.STORAGE, Kind.ANSWER_LOST), 0.2);
        sometimes(Fault.of(Service.STORAGE, Kind.SLOW).delay(chance.millis(5, 50)), 0.2);
        if (chance.of(0.5)) {
            faults.add(Fault.of(Service.STORAGE, Kind.THROTTLED)
                    .at("objects.insert")
                    .rate(chance.between(5, 50)));
        }
    }

    private void batch() {
        sometimes(Fault.of(Service.BATCH, Kind.REFUSED).at("CreateJob"), 0.3);
        sometimes(Fault.of(Service.BATCH, Kind.REFUSED).at("CreateJob").code(Code.RESOURCE_EXHAUSTED), 0.2);
        sometimes(Fault.of(Service.BATCH, Kind.ANSWER_LOST).at("CreateJob").code(Code.DEADLINE_EXCEEDED), 0.3);
        sometimes(Fault.of(Service.BATCH, Kind.ANSWER_LOST).at("CreateJob"), 0.3);
        sometimes(Fault.of(Service.BATCH, Kind.REFUSED).at("GetJob"), 0.2);
        sometimes(Fault.of(Service.BATCH, Kind.REFUSED).at("ListJobs"), 0.2);
        sometimes(Fault.of(Service.BATCH, Kind.REFUSED).at("CancelJob"), 0.3);
        sometimes(Fault.of(Service.BATCH, Kind.ANSWER_LOST).at("CancelJob"), 0.3);
    }

    private void topics() {
        sometimes(Fault.of(Service.PUBSUB, Kind.REFUSED).at("Publish"), 0.8);
        sometimes(Fault.of(Service.PUBSUB, Kind.ANSWER_LOST).at("Publish"), 0.8);
    }

    private void deliveries() {
        delivered(Fault.of(Service.STORAGE, Kind.LOST), Service.STORAGE, "event");
        delivered(Fault.of(Service.BATCH, Kind.LOST), Service.BATCH, "notification");
        delivered(Fault.of(Service.PUBSUB, Kind.LOST), Service.PUBSUB, "push");
    }

    private void delivered(Fault lost, Service service, String at) {
        sometimes(lost.at(at), 0.5);
        sometimes(Fault.of(service, Kind.LATE).at(at).delay(chance.seconds(1, 900)), 0.4);
        sometimes(Fault.of(service, Kind.DOUBLED).at(at), 0.5);
    }

    private void machines() {
        OF_MACHINES.forEach(kind -> sometimes(
                Fault.of(Service.BATCH, kind).times(chance.between(1, 3)).after(chance.between(0, 3)), 0.5));
    }

    private void placement() {
        sometimes(Fault.of(Service.BATCH, Kind.ZONE_EXHAUSTED).times(chance.between(1, 30)), 0.8);
        sometimes(Fault.of(Service.BATCH, Kind.QUOTA_EXCEEDED).times(chance.between(1, 15)), 0.8);
    }

    /** Two of three are set at all, so that each kind is also seen without the others. */
    private void sometimes(Fault fault, double most) {
        if (chance.of(0.67)) {
            faults.add(fault.probability(chance.upTo(most)));
        }
    }
}
