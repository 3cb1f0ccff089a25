package dev.sluice.local.pubsub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.oidc.TokenSigner;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The HTTP request of one push, wrapped or not (source: cloud.google.com/pubsub/docs/push and docs/payload-unwrapping), with the
 * OIDC token that the subscription asks for.
 */
@Fidelity(
        what = "push body wrapped as JSON, or the data alone with metadata and attributes in headers",
        verified = {Verified.DOCUMENTED, Verified.EMULATOR},
        by = {"PubSubPushTest", "PubSubConformanceTest", "GooglePubSubEmulatorTest"},
        simplified = "an attribute that cannot be an HTTP header is left out of an unwrapped push")
@Fidelity(
        what = "push with an OIDC token: RS256, Google's claims, audience as configured or the endpoint's URL",
        verified = {Verified.DOCUMENTED, Verified.CLIENT},
        by = {"PubSubPushTest", "TokenSignerTest", "python-pubsub-client.sh", "gcloud-pubsub.sh"},
        simplified =
                "signed by a key of this machine's, so the receiver needs our keys in the place of Google's; any service account is taken")
final class PushRequests {
    private static final String METADATA = "x-goog-pubsub-";

    private final ObjectMapper json = new ObjectMapper();
    private final TokenSigner tokens;

    PushRequests(TokenSigner tokens) {
        this.tokens = tokens;
    }

    HttpRequest request(Subscription subscription, ReceivedMessage received) {
        PushConfig push = subscription.getPushConfig();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(push.getPushEndpoint()))
                .timeout(Duration.ofSeconds(subscription.getAckDeadlineSeconds()))
                .setHeader("User-Agent", "CloudPubSub-Google");
        if (push.hasNoWrapper()) {
            PubsubMessage message = received.getMessage();
            if (push.getNoWrapper().getWriteMetadata()) {
                describe(message, subscription, request);
            }
            request.POST(BodyPublishers.ofByteArray(message.getData().toByteArray()));
        } else {
            request.setHeader("Content-Type", "application/json")
                    .POST(BodyPublishers.ofByteArray(wrapped(subscription, received)));
        }
        if (push.hasOidcToken()) {
            // last, for no attribute may take its place
            request.setHeader("Authorization", "Bearer " + token(push));
        }
        return request.build();
    }

    private String token(PushConfig push) {
        PushConfig.OidcToken wanted = push.getOidcToken();
        String audience = wanted.getAudience().isEmpty() ? push.getPushEndpoint() : wanted.getAudience();
        return tokens.token(wanted.getServiceAccountEmail(), audience);
    }

    /** Attributes and data are always there, also when empty: Google may leave an empty one out. */
    private byte[] wrapped(Subscription subscription, ReceivedMessage received) {
        PubsubMessage message = received.getMessage();
        String published = Timestamps.toString(message.getPublishTime());
        ObjectNode body = json.createObjectNode();
        ObjectNode inner = body.putObject("message");
        ObjectNode attributes = inner.putObject("attributes");
        message.getAttributesMap().forEach(attributes::put);
        inner.put("data", message.getData().toByteArray());
        inner.put("messageId", message.getMessageId());
        inner.put("message_id", message.getMessageId());
        if (!message.getOrderingKey().isEmpty()) {
            inner.put("orderingKey", message.getOrderingKey());
        }
        inner.put("publishTime", published);
        inner.put("publish_time", published);
        body.put("subscription", subscription.getName());
        if (received.getDeliveryAttempt() > 0) {
            body.put("deliveryAttempt", received.getDeliveryAttempt());
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void describe(PubsubMessage message, Subscription subscription, HttpRequest.Builder request) {
        message.getAttributesMap().forEach((key, value) -> header(request, key, value));
        header(request, METADATA + "subscription-name", subscription.getName());
        header(request, METADATA + "message-id", message.getMessageId());
        header(request, METADATA + "publish-time", Timestamps.toString(message.getPublishTime()));
        if (!message.getOrderingKey().isEmpty()) {
            header(request, METADATA + "ordering-key", message.getOrderingKey());
        }
    }

    /** An attribute that HTTP cannot carry as a header, or that frames the request itself, is left out. */
    private static void header(HttpRequest.Builder request, String key, String value) {
        try {
            request.setHeader(key, value);
        } catch (IllegalArgumentException e) {
            // the message still goes: its data is what an unwrapped push is for
        }
    }
}
