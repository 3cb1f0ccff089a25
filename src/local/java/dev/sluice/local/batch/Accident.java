package dev.sluice.local.batch;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Kind;

/**
 * What befalls a VM, and with it every task on it.
 *
 * @param end how the attempts on it end
 * @param stays whether the same VM goes on; else the job needs another
 */
@Fidelity(
        what =
                "Reserved exit codes 50001 to 50006 with their reasons; an accident strikes all tasks of its VM, retries follow `maxRetryCount` and the lifecycle policy",
        verified = Verified.DOCUMENTED,
        by = "TaskFaultsTest",
        simplified = "the processes of a VM that is struck are ended at once, with SIGTERM and 2 s later SIGKILL")
record Accident(TaskEnd end, boolean stays) {
    static Accident of(Fault fault) {
        Kind kind = fault.kind();
        return switch (kind) {
            case PREEMPTED -> new Accident(TaskEnd.preempted(), false);
            case VM_SILENT -> new Accident(TaskEnd.vmSilent(), false);
            case VM_REBOOTED -> new Accident(TaskEnd.vmRebooted(), true);
            case VM_UNRESPONSIVE -> new Accident(TaskEnd.unresponsive(), false);
            case VM_RECREATED -> new Accident(TaskEnd.vmRecreated(), false);
            case REFUSED, ANSWER_LOST, SLOW, THROTTLED, LOST, LATE, DOUBLED, ZONE_EXHAUSTED, QUOTA_EXCEEDED ->
                throw new IllegalStateException(kind + " strikes no VM");
        };
    }
}
