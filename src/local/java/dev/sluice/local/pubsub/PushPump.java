package dev.sluice.local.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.Status;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Posts one subscription's messages to its endpoint, a bounded number at a time; nothing here waits for an endpoint. */
@Fidelity(
        what =
                "push: 102, 200, 201, 202 and 204 acknowledge; any other answer, none within the ack deadline, and redirects are tried again",
        verified = {Verified.DOCUMENTED, Verified.EMULATOR},
        by = {"PubSubPushTest", "PubSubConformanceTest", "GooglePubSubEmulatorTest"},
        simplified =
                "32 requests at a time from the start, where Google begins with few; http endpoints are taken too, Google wants https")
final class PushPump implements Consumer {
    /** Everything else, redirects included, is a refusal (source: cloud.google.com/pubsub/docs/push). */
    private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);

    /** Google starts slowly and widens its window with success; a fixed one is enough on one machine. */
    private static final int IN_FLIGHT = 32;

    /** The request's own time-out ends a push, so the lease must only outlast it. */
    private static final Duration LEASE = Duration.ofDays(36_500);

    private static final Share ONE = Share.ofAnswer(1);

    private final Feed feed;
    private final Deliveries deliveries;
    private final PushTools tools;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Repeater repeater;
    private volatile boolean ended;

    PushPump(Feed feed, Deliveries deliveries, PushTools tools) {
        this.feed = feed;
        this.deliveries = deliveries;
        this.tools = tools;
        this.repeater = new Repeater(tools.executor(), this::pump);
    }

    @Override
    public void wake() {
        repeater.ask();
    }

    @Override
    public boolean pushes() {
        return true;
    }

    @Override
    public void end(Status why) {
        ended = true;
    }

    private void pump() {
        while (!ended && inFlight.get() < IN_FLIGHT) {
            List<ReceivedMessage> next = deliveries.take(feed, ONE, this, LEASE);
            if (next.isEmpty()) {
                return;
            }
            next.forEach(this::deliver);
        }
    }

    /** What is late waits outside of the window, so that others may overtake it. */
    private void deliver(ReceivedMessage message) {
        Mishap mishap = tools.accidents().atPush(feed.subscription());
        if (mishap.lost()) {
            feed.answered("lost, by a fault");
            settle(message, false);
        } else if (mishap.isLate()) {
            tools.clock().after(mishap.late(), () -> push(message, mishap.doubled()));
        } else {
            push(message, mishap.doubled());
        }
    }

    private void push(ReceivedMessage message, boolean twice) {
        if (ended) {
            settle(message, false);
            return;
        }
        inFlight.incrementAndGet();
        Subscription subscription = feed.subscription();
        post(subscription, message).whenComplete((acknowledged, failure) -> {
            inFlight.decrementAndGet();
            settle(message, failure == null && acknowledged);
            repeater.ask();
        });
        if (twice) {
            post(subscription, message);
        }
    }

    private void settle(ReceivedMessage message, boolean acknowledged) {
        List<String> ackIds = List.of(message.getAckId());
        if (acknowledged) {
            deliveries.acknowledge(feed, ackIds);
        } else {
            deliveries.modifyDeadline(feed, ackIds, 0);
        }
    }

    private CompletableFuture<Boolean> post(Subscription subscription, ReceivedMessage message) {
        try {
            CompletableFuture<HttpResponse<Void>> answer = tools.http()
                    .sendAsync(tools.requests().request(subscription, message), HttpResponse.BodyHandlers.discarding());
            // the request's time-out ends with the headers; a body that never ends must not hold the message either
            return answer.copy()
                    .orTimeout(subscription.getAckDeadlineSeconds(), TimeUnit.SECONDS)
                    .whenComplete((response, failure) -> {
                        answer.cancel(true);
                        feed.answered(failure == null ? "HTTP " + response.statusCode() : String.valueOf(failure));
                    })
                    .thenApply(response -> ACKNOWLEDGED.contains(response.statusCode()));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
