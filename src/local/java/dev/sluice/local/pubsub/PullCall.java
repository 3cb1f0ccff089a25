package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.ReceivedMessage;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One unary pull that waits for its first message without holding a thread. */
final class PullCall implements Consumer {
    private final Deliveries deliveries;
    private final SubscriptionRef subscription;
    private final Share share;
    private final StreamObserver<PullResponse> caller;
    private final Repeater repeater;
    private volatile Optional<Status> end = Optional.empty();
    private Optional<Feed> feed = Optional.empty();
    private boolean answered;

    PullCall(
            Deliveries deliveries,
            SubscriptionRef subscription,
            Share share,
            StreamObserver<PullResponse> caller,
            Executor executor) {
        this.deliveries = deliveries;
        this.subscription = subscription;
        this.share = share;
        this.caller = caller;
        this.repeater = new Repeater(executor, this::work);
    }

    /** @throws io.grpc.StatusRuntimeException when the subscription cannot be pulled from */
    void begin() {
        Feed joined = deliveries.join(subscription, this);
        synchronized (this) {
            feed = Optional.of(joined);
        }
        repeater.ask();
    }

    /** Answers with what is there, if only nothing. */
    void waitedEnough() {
        end(Status.OK);
    }

    @Override
    public void wake() {
        repeater.ask();
    }

    @Override
    public void end(Status why) {
        end = Optional.of(why);
        repeater.ask();
    }

    private synchronized void work() {
        if (answered || feed.isEmpty()) {
            return;
        }
        Optional<Status> why = end;
        if (why.isPresent() && !why.get().isOk()) {
            close();
            caller.onError(why.get().asRuntimeException());
            return;
        }
        List<ReceivedMessage> messages = deliveries.take(feed.get(), share, this, deadline());
        if (!messages.isEmpty() || why.isPresent()) {
            close();
            caller.onNext(
                    PullResponse.newBuilder().addAllReceivedMessages(messages).build());
            caller.onCompleted();
        }
    }

    private Duration deadline() {
        return Duration.ofSeconds(feed.orElseThrow().subscription().getAckDeadlineSeconds());
    }

    private void close() {
        answered = true;
        deliveries.leave(feed.orElseThrow(), this);
    }
}
