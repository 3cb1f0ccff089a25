package dev.sluice.local.pubsub;

import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the requests on a streaming pull (source: StreamingPullRequest in google/pubsub/v1/pubsub.proto). */
@Fidelity(
        what = "exactly-once delivery: confirmed acknowledgements, stale ack ids refused one by one",
        verified = {Verified.CLIENT, Verified.EMULATOR},
        by = {"PubSubConformanceTest", "GooglePubSubEmulatorTest", "PubSubStreamTest", "python-pubsub-client.sh"})
final class StreamRequests {
    private StreamRequests() {}

    static void check(StreamingPullRequest request, boolean first) {
        int seconds = request.getStreamAckDeadlineSeconds();
        if ((first || seconds != 0) && (seconds < 10 || seconds > 600)) {
            throw Refusals.invalid("Invalid stream_ack_deadline_seconds given (stream_ack_deadline_seconds=" + seconds
                    + "). It must be between 10 and 600.");
        }
        boolean repeatsFirst = !request.getSubscription().isEmpty()
                || request.getMaxOutstandingMessages() != 0
                || request.getMaxOutstandingBytes() != 0
                || request.getProtocolVersion() != 0;
        if (!first && repeatsFirst) {
            throw Refusals.invalid(
                    "subscription, max_outstanding_messages, max_outstanding_bytes and protocol_version can"
                            + " only be set on the first request of a stream.");
        }
        if (request.getModifyDeadlineAckIdsCount() != request.getModifyDeadlineSecondsCount()) {
            throw Refusals.invalid("modify_deadline_ack_ids has " + request.getModifyDeadlineAckIdsCount()
                    + " elements, modify_deadline_seconds " + request.getModifyDeadlineSecondsCount()
                    + "; both need the same number.");
        }
    }

    /** The client's flow control; zero and less mean no limit. */
    static Share limit(StreamingPullRequest first) {
        return new Share(orUnlimited(first.getMaxOutstandingMessages()), orUnlimited(first.getMaxOutstandingBytes()));
    }

    /** Does what a request asks for; answers a confirmation when the subscription delivers exactly once. */
    static Optional<StreamingPullResponse> apply(StreamingPullRequest request, Feed feed, Deliveries deliveries) {
        List<String> ackIds = request.getAckIdsList();
        List<String> moved = request.getModifyDeadlineAckIdsList();
        List<String> staleAcks = ackIds.isEmpty() ? List.of() : deliveries.acknowledge(feed, ackIds);
        List<String> staleMoves = new ArrayList<>();
        deadlines(request).forEach((seconds, ids) -> staleMoves.addAll(deliveries.modifyDeadline(feed, ids, seconds)));
        if (!feed.isExactlyOnce() || (ackIds.isEmpty() && moved.isEmpty())) {
            return Optional.empty();
        }
        StreamingPullResponse.Builder confirmation = StreamingPullResponse.newBuilder();
        if (!ackIds.isEmpty()) {
            confirmation
                    .getAcknowledgeConfirmationBuilder()
                    .addAllAckIds(without(ackIds, staleAcks))
                    .addAllInvalidAckIds(staleAcks);
        }
        if (!moved.isEmpty()) {
            confirmation
                    .getModifyAckDeadlineConfirmationBuilder()
                    .addAllAckIds(without(moved, staleMoves))
                    .addAllInvalidAckIds(staleMoves);
        }
        return Optional.of(confirmation.build());
    }

    private static Map<Integer, List<String>> deadlines(StreamingPullRequest request) {
        Map<Integer, List<String>> bySeconds = new TreeMap<>();
        for (int i = 0; i < request.getModifyDeadlineAckIdsCount(); i++) {
            bySeconds
                    .computeIfAbsent(request.getModifyDeadlineSeconds(i), seconds -> new ArrayList<>())
                    .add(request.getModifyDeadlineAckIds(i));
        }
        return bySeconds;
    }

    private static List<String> without(List<String> all, List<String> stale) {
        Set<String> gone = new HashSet<>(stale);
        return all.stream().filter(id -> !gone.contains(id)).toList();
    }

    private static long orUnlimited(long limit) {
        return limit <= 0 ? Long.MAX_VALUE : limit;
    }
}
