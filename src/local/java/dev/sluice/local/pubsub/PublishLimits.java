package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Google takes in one publish call (source: cloud.google.com/pubsub/quotas#resource_limits). */
@Fidelity(
        what =
                "limits of a publish: 10 MB, 1,000 messages, 100 attributes, sizes of keys, values and ordering keys, no empty message",
        verified = Verified.DOCUMENTED,
        by = "PubSubAdminTest")
final class PublishLimits {
    /** Bytes of a whole request; Google's clients cut their batches at the same number. */
    static final int REQUEST_BYTES = 10_000_000;

    private static final int MESSAGES = 1_000;
    private static final int ATTRIBUTES = 100;
    /** Google's own clients mark traced messages and schemas so. */
    private static final String OF_CLIENTS = "googclient_";

    private static final int KEY_BYTES = 256;
    private static final int VALUE_BYTES = 1_024;
    private static final int ORDERING_KEY_BYTES = 1_024;

    private PublishLimits() {}

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT that names the limit passed */
    static void check(PublishRequest request) {
        List<PubsubMessage> messages = request.getMessagesList();
        if (messages.isEmpty()) {
            throw Refusals.invalid("The publish request holds no message; it must hold at least one.");
        }
        most("The number of messages in the publish request", messages.size(), MESSAGES);
        most("The size of the publish request in bytes", request.getSerializedSize(), REQUEST_BYTES);
        messages.forEach(PublishLimits::check);
    }

    private static void check(PubsubMessage message) {
        if (message.getData().isEmpty() && message.getAttributesCount() == 0) {
            throw Refusals.invalid(
                    "One or more messages in the publish request is empty. Each message must contain either"
                            + " non-empty data, or at least one attribute.");
        }
        most("The number of attributes of a message", message.getAttributesCount(), ATTRIBUTES);
        most("The size of the ordering key in bytes", bytes(message.getOrderingKey()), ORDERING_KEY_BYTES);
        message.getAttributesMap().forEach((key, value) -> {
            if (key.isEmpty()) {
                throw Refusals.invalid(
                        "An attribute of a message has an empty key; a key needs at least one character.");
            }
            if (key.startsWith("goog") && !key.startsWith(OF_CLIENTS)) {
                throw Refusals.invalid("The attribute key '" + key
                        + "' begins with goog, which is reserved; a key must begin with something else.");
            }
            most("The size of an attribute's key in bytes", bytes(key), KEY_BYTES);
            most("The size of the value of the attribute '" + key + "' in bytes", bytes(value), VALUE_BYTES);
        });
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void most(String what, int actual, int limit) {
        if (actual > limit) {
            throw Refusals.invalid(what + " is too large. You passed " + actual
                    + " in the request, but the maximum value is " + limit + ".");
        }
    }
}
