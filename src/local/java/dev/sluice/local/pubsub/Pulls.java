package dev.sluice.local.pubsub;

import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The calls of pull subscribers. */
@Fidelity(
        what = "unary pull (returnImmediately too), acknowledge, modifyAckDeadline; unacknowledged messages come again",
        verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.EMULATOR},
        by = {"PubSubConformanceTest", "GooglePubSubEmulatorTest", "PubSubPullTest", "gcloud-pubsub.sh"},
        simplified = "a pull without messages is answered after 3 seconds, or a little before the caller's deadline")
final class Pulls {
    private static final long WAIT_MILLIS = 3_000;
    private static final long ANSWER_MILLIS = 200;

    private final Deliveries deliveries;
    private final Executor executor;
    private final ScheduledExecutorService timer;

    Pulls(Deliveries deliveries, Executor executor, ScheduledExecutorService timer) {
        this.deliveries = deliveries;
        this.executor = executor;
        this.timer = timer;
    }

    /** Answers with the first messages, or with none after 3 s, a little before the caller's deadline, or at once if so asked. */
    @SuppressWarnings("deprecation") // returnImmediately still has to work for those who send it
    void pull(PullRequest request, ServerCallStreamObserver<PullResponse> caller) {
        SubscriptionRef ref = SubscriptionRef.parse(request.getSubscription());
        if (request.getMaxMessages() <= 0) {
            throw Refusals.invalid("Invalid max_messages given (max_messages=" + request.getMaxMessages()
                    + "). It must be greater than 0.");
        }
        PullCall call = new PullCall(deliveries, ref, Share.ofAnswer(request.getMaxMessages()), caller, executor);
        caller.setOnCancelHandler(() -> call.end(Status.CANCELLED));
        call.begin();
        if (request.getReturnImmediately()) {
            call.waitedEnough();
        } else {
            timer.schedule(call::waitedEnough, waitMillis(), TimeUnit.MILLISECONDS);
        }
    }

    StreamObserver<StreamingPullRequest> stream(ServerCallStreamObserver<StreamingPullResponse> caller) {
        return new StreamSession(deliveries, caller, executor);
    }

    void acknowledge(AcknowledgeRequest request) {
        Feed feed = deliveries.feed(SubscriptionRef.parse(request.getSubscription()));
        refuseStale(feed, deliveries.acknowledge(feed, request.getAckIdsList()));
    }

    void modifyAckDeadline(ModifyAckDeadlineRequest request) {
        Feed feed = deliveries.feed(SubscriptionRef.parse(request.getSubscription()));
        refuseStale(feed, deliveries.modifyDeadline(feed, request.getAckIdsList(), request.getAckDeadlineSeconds()));
    }

    /** Without exactly-once delivery an ack id that came too late is no error. */
    private static void refuseStale(Feed feed, Collection<String> stale) {
        if (feed.isExactlyOnce() && !stale.isEmpty()) {
            throw Refusals.staleAckIds(stale);
        }
    }

    private static long waitMillis() {
        return Optional.ofNullable(Context.current().getDeadline())
                .map(deadline -> Math.max(0, deadline.timeRemaining(TimeUnit.MILLISECONDS) - ANSWER_MILLIS))
                .map(remaining -> Math.min(WAIT_MILLIS, remaining))
                .orElse(WAIT_MILLIS);
    }
}
