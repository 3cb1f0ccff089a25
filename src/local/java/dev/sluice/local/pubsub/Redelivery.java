package dev.sluice.local.pubsub;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.Subscription;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;

/**
 * When a failed message comes again, in milliseconds, and after how many failures it is dead (0: never).
 *
 * @param retentionMillis how long after its publish time a message is kept at most
 */
@Fidelity(
        what =
                "retry policy: exponential backoff from its minimum to its maximum; without one pull repeats at once, push after 0.1 to 60 s",
        verified = Verified.DOCUMENTED,
        by = {"PubSubPullTest", "PubSubPushTest"},
        simplified = "no randomness in the waits")
record Redelivery(long minBackoff, long maxBackoff, int maxAttempts, long retentionMillis) {
    private static final Duration RETRY_MIN = Durations.fromSeconds(10);
    private static final Duration RETRY_MAX = Durations.fromSeconds(600);
    private static final long PUSH_MIN = 100;
    private static final long PUSH_MAX = 60_000;

    /** Without a retry policy pull repeats at once and push after 0.1 to 60 s (source: docs/push#push_backoff). */
    static Redelivery of(Subscription subscription) {
        int attempts = subscription.hasDeadLetterPolicy()
                ? subscription.getDeadLetterPolicy().getMaxDeliveryAttempts()
                : 0;
        long retention = Durations.toMillis(subscription.getMessageRetentionDuration());
        boolean push = !subscription.getPushConfig().getPushEndpoint().isEmpty();
        long least = push ? PUSH_MIN : 0;
        if (subscription.hasRetryPolicy()) {
            var policy = subscription.getRetryPolicy();
            long min = Durations.toMillis(policy.hasMinimumBackoff() ? policy.getMinimumBackoff() : RETRY_MIN);
            long max = Durations.toMillis(policy.hasMaximumBackoff() ? policy.getMaximumBackoff() : RETRY_MAX);
            // a policy of zero must not hammer an endpoint that refuses
            return new Redelivery(Math.max(least, min), Math.max(least, max), attempts, retention);
        }
        return new Redelivery(least, push ? PUSH_MAX : 0, attempts, retention);
    }

    /** Doubles with every failure; a minimum of zero, which Google allows, never waits. */
    long backoffMillis(int failures) {
        return Math.min(maxBackoff, minBackoff << Math.min(failures - 1, 20));
    }

    boolean isDead(Held held) {
        return maxAttempts > 0 && held.failures() >= maxAttempts;
    }

    boolean counts() {
        return maxAttempts > 0;
    }
}
