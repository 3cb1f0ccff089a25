package dev.sluice.local.batch;

import com.google.cloud.batch.v1.LifecyclePolicy;
import com.google.cloud.batch.v1.TaskSpec;

/** Whether a failed attempt is followed by another, by the comments on TaskSpec and LifecyclePolicy in Google's task.proto. */
final class RetryPolicy {
    private RetryPolicy() {}

    /** @param retry 0 for the first attempt */
    static boolean again(TaskSpec spec, int retry, int exitCode) {
        if (retry >= spec.getMaxRetryCount()) {
            return false;
        }
        if (spec.getLifecyclePoliciesCount() == 0) {
            return true;
        }
        LifecyclePolicy policy = spec.getLifecyclePolicies(0);
        boolean listed = policy.getActionCondition().getExitCodesList().contains(exitCode);
        return switch (policy.getAction()) {
            case RETRY_TASK -> listed;
            case FAIL_TASK -> !listed;
            case ACTION_UNSPECIFIED, UNRECOGNIZED -> true;
        };
    }
}
