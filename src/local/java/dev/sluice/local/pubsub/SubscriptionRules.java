package dev.sluice.local.pubsub;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Defaults and bounds of a subscription's fields (source: Subscription in google/pubsub/v1/pubsub.proto). */
final class SubscriptionRules {
    private static final Duration WEEK = Durations.fromDays(7);
    private static final Duration LONGEST_RETENTION = Durations.fromDays(31);
    private static final Duration SHORTEST_EXPIRATION = Durations.fromDays(1);
    private static final Duration LONGEST = Durations.MAX_VALUE;
    private static final Duration EXPIRATION = Durations.fromDays(31);

    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private SubscriptionRules() {}

    /**
     * Fills in what was left out. An expiration policy is kept and shown, but no subscription expires here.
     *
     * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for a field out of its bounds
     */
    static Subscription complete(Subscription wanted) {
        refuseForeign(wanted);
        Filter.parse(wanted.getFilter());
        Subscription.Builder complete = wanted.toBuilder().setState(Subscription.State.ACTIVE);
        if (wanted.getAckDeadlineSeconds() == 0) {
            complete.setAckDeadlineSeconds(10);
        }
        between("ack_deadline_seconds", complete.getAckDeadlineSeconds(), 10, 600);
        if (!wanted.hasMessageRetentionDuration()) {
            complete.setMessageRetentionDuration(WEEK);
        }
        between(
                "message_retention_duration",
                complete.getMessageRetentionDuration(),
                Durations.fromMinutes(10),
                LONGEST_RETENTION);
        if (!wanted.hasExpirationPolicy()) {
            complete.setExpirationPolicy(ExpirationPolicy.newBuilder().setTtl(EXPIRATION));
        } else if (wanted.getExpirationPolicy().hasTtl()) {
            between("expiration_policy.ttl", wanted.getExpirationPolicy().getTtl(), SHORTEST_EXPIRATION, LONGEST);
        }
        if (wanted.hasDeadLetterPolicy()) {
            complete.setDeadLetterPolicy(complete(wanted.getDeadLetterPolicy()));
        }
        if (wanted.hasRetryPolicy()) {
            complete.setRetryPolicy(complete(wanted.getRetryPolicy()));
        }
        check(wanted.getPushConfig());
        return complete.build();
    }

    static void check(PushConfig push) {
        if (!push.getPushEndpoint().isEmpty() && !isHttp(push.getPushEndpoint())) {
            throw Refusals.invalid("Invalid push endpoint given (endpoint=" + push.getPushEndpoint()
                    + "). It must be an http or https URL with a host.");
        }
        String account = push.getOidcToken().getServiceAccountEmail();
        if (push.hasOidcToken() && !EMAIL.matcher(account).matches()) {
            throw Refusals.invalid("Invalid service account given (service_account_email=" + account
                    + "). An OIDC token needs a service account's email, such as"
                    + " NAME@PROJECT.iam.gserviceaccount.com.");
        }
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = new URI(endpoint);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static DeadLetterPolicy complete(DeadLetterPolicy wanted) {
        TopicRef.parse(wanted.getDeadLetterTopic());
        DeadLetterPolicy.Builder complete = wanted.toBuilder();
        if (wanted.getMaxDeliveryAttempts() == 0) {
            complete.setMaxDeliveryAttempts(5);
        }
        between("max_delivery_attempts", complete.getMaxDeliveryAttempts(), 5, 100);
        return complete.build();
    }

    private static RetryPolicy complete(RetryPolicy wanted) {
        RetryPolicy.Builder complete = wanted.toBuilder();
        if (!wanted.hasMinimumBackoff()) {
            complete.setMinimumBackoff(Durations.fromSeconds(10));
        }
        if (!wanted.hasMaximumBackoff()) {
            complete.setMaximumBackoff(Durations.fromSeconds(600));
        }
        between("minimum_backoff", complete.getMinimumBackoff(), Durations.ZERO, Durations.fromSeconds(600));
        between(
                "maximum_backoff",
                complete.getMaximumBackoff(),
                complete.getMinimumBackoff(),
                Durations.fromSeconds(600));
        return complete.build();
    }

    private static void between(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw Refusals.invalid("Invalid " + field + " given (" + field + "=" + value + "). It must be between "
                    + least + " and " + most + ".");
        }
    }

    private static void between(String field, Duration value, Duration least, Duration most) {
        if (!Durations.isValid(value) || Durations.compare(value, least) < 0 || Durations.compare(value, most) > 0) {
            throw Refusals.invalid("Invalid " + field + " given. It must be between " + Durations.toString(least)
                    + " and " + Durations.toString(most) + ".");
        }
    }

    private static void refuseForeign(Subscription wanted) {
        if (wanted.hasBigqueryConfig() || wanted.hasCloudStorageConfig() || wanted.hasBigtableConfig()) {
            throw Refusals.unimplemented("BigQuery, Cloud Storage and Bigtable subscriptions");
        }
        if (wanted.getMessageTransformsCount() > 0) {
            throw Refusals.unimplemented("message transforms, so a subscription cannot have message_transforms");
        }
    }
}
