package dev.sluice.local.batch;

import java.util.Optional;

/**
 * How one attempt of a task ended.
 *
 * @param exitCode 0, the first failing runnable's own, or one of Batch's reserved ones
 * @param reason what Batch's sentence says after "due to"; empty when the exit code says it all
 */
record TaskEnd(int exitCode, Optional<String> reason) {
    /** Failed for no other reason, https://cloud.google.com/batch/docs/troubleshooting. */
    static final int UNKNOWN = 50000;

    static final int VM_PREEMPTION = 50001;
    static final int VM_REPORTING_TIMEOUT = 50002;
    static final int VM_REBOOTED = 50003;
    static final int UNRESPONSIVE = 50004;
    static final int OVER_MAXIMUM_RUNTIME = 50005;
    static final int VM_RECREATED = 50006;

    static TaskEnd succeeded() {
        return new TaskEnd(0, Optional.empty());
    }

    static TaskEnd exited(int exitCode) {
        return new TaskEnd(exitCode, Optional.empty());
    }

    static TaskEnd failed(int exitCode, String reason) {
        return new TaskEnd(exitCode, Optional.of(reason));
    }

    static TaskEnd overTime() {
        return failed(OVER_MAXIMUM_RUNTIME, "task runs over the maximum runtime");
    }

    /** The machine went away under the task, as when this emulator ended. */
    static TaskEnd vmSilent() {
        return failed(VM_REPORTING_TIMEOUT, "Batch no longer receives VM updates");
    }

    static TaskEnd preempted() {
        return failed(VM_PREEMPTION, "Spot VM preemption");
    }

    static TaskEnd vmRebooted() {
        return failed(VM_REBOOTED, "VM is rebooted during task execution");
    }

    static TaskEnd unresponsive() {
        return failed(UNRESPONSIVE, "tasks cannot be canceled");
    }

    static TaskEnd vmRecreated() {
        return failed(VM_RECREATED, "VM is recreated during task execution");
    }

    /** A cancelled or deleted job took the task with it. Google documents no sentence for this; the wording is ours. */
    static TaskEnd stopped() {
        return failed(UNKNOWN, "the job was stopped");
    }

    boolean ok() {
        return exitCode == 0;
    }
}
