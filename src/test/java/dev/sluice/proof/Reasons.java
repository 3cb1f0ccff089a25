package dev.sluice.proof;

/** What Batch says of jobs, in its own words. */
final class Reasons {
    static final String EXIT_CODE_1 =
            "Job state is set from RUNNING to FAILED for job projects/1/locations/europe-west1/jobs/j."
                    + " Job failed due to task failures. For example, task with index 0 failed, failed task event description is Task"
                    + " state is updated from RUNNING to FAILED on zones/z/instances/i with exit code 1.";
    static final String PREEMPTED = reserved("Spot VM preemption", 50001);
    static final String SILENT = reserved("Batch no longer receives VM updates", 50002);
    static final String REBOOTED = reserved("VM is rebooted during task execution", 50003);
    static final String HUNG = reserved("tasks cannot be canceled", 50004);
    static final String OVER_TIME = reserved("task runs over the maximum runtime", 50005);
    static final String NO_ROOM = "VM in Managed Instance Group meets error: Batch Error: code -"
            + " CODE_GCE_ZONE_RESOURCE_POOL_EXHAUSTED, description - error count is 4, latest message example: Instance 'i'"
            + " creation failed: The zone 'projects/p/zones/europe-west1-b' does not have enough resources available.";
    static final String NO_QUOTA =
            "VM in Managed Instance Group meets error: Batch Error: code - CODE_GCE_QUOTA_EXCEEDED,"
                    + " description - error count is 4, latest message example: Instance 'i' creation failed: Quota"
                    + " 'GPUS_PER_GPU_FAMILY' exceeded.  Limit: 0.0 in region europe-west1.";

    private Reasons() {}

    private static String reserved(String why, int code) {
        return "Task state is updated from RUNNING to FAILED on zones/z/instances/i due to %s with exit code %d."
                .formatted(why, code);
    }
}
