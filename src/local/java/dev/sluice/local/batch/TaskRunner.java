package dev.sluice.local.batch;

/** Runs one attempt of a task to its end, on the calling thread. */
interface TaskRunner {
    /** Ends soon after {@link Attempt#stop()} was requested; what it returns then is not looked at. */
    TaskEnd run(Attempt attempt);

    /** Ends what an earlier emulator on the same folder, killed before it could, has left running of a job. */
    default void sweep(String jobUid) {}
}
