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

    static final int VM_REPORTING_TIMEOUT = 50002;
    static final int OVER_MAXIMUM_RUNTIME = 50005;

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

    /** A cancelled or deleted job took the task with it. Google documents no sentence for this; the wording is ours. */
    static TaskEnd stopped() {
        return failed(UNKNOWN, "the job was stopped");
    }

    boolean ok() {
        return exitCode == 0;
    }
}
