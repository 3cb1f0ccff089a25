package dev.sluice.local.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.StreamingPullResponse.SubscriptionProperties;
import com.google.pubsub.v1.Subscription;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One streaming pull from its first request to its end. Everything sent to the client is sent by the repeater's task. */
final class StreamSession implements StreamObserver<StreamingPullRequest>, Consumer {
    /** Small enough that several streams of one subscription share a burst. */
    private static final Share BATCH = Share.ofAnswer(100);

    private final Deliveries deliveries;
    private final ServerCallStreamObserver<StreamingPullResponse> client;
    private final Repeater repeater;
    private final Queue<StreamingPullResponse> replies = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Optional<Status>> end = new AtomicReference<>(Optional.empty());
    private final AtomicLong outMessages = new AtomicLong();
    private final AtomicLong outBytes = new AtomicLong();
    private volatile Optional<Feed> feed = Optional.empty();
    private volatile Duration deadline = Duration.ofSeconds(10);
    private volatile Share limit = new Share(Long.MAX_VALUE, Long.MAX_VALUE);
    private volatile boolean keepAlive;
    private boolean closed;

    StreamSession(Deliveries deliveries, ServerCallStreamObserver<StreamingPullResponse> client, Executor executor) {
        this.deliveries = deliveries;
        this.client = client;
        this.repeater = new Repeater(executor, this::work);
        client.setOnReadyHandler(repeater::ask);
        client.setOnCancelHandler(() -> end(Status.CANCELLED));
    }

    @Override
    public void onNext(StreamingPullRequest request) {
        try {
            StreamRequests.check(request, feed.isEmpty());
            if (request.getStreamAckDeadlineSeconds() > 0) {
                deadline = Duration.ofSeconds(request.getStreamAckDeadlineSeconds());
            }
            if (feed.isEmpty()) {
                open(request);
            }
            Feed source = feed.orElseThrow();
            Optional<StreamingPullResponse> answer = StreamRequests.apply(request, source, deliveries);
            // a client of protocol version 1 ends a stream that leaves its pings unanswered
            answer.or(() -> keepAlive ? Optional.of(StreamingPullResponse.getDefaultInstance()) : Optional.empty())
                    .ifPresent(replies::add);
            repeater.ask();
        } catch (RuntimeException e) {
            end(Status.fromThrowable(e));
        }
    }

    @Override
    public void onError(Throwable failure) {
        end(Status.CANCELLED);
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
    }

    @Override
    public void wake() {
        repeater.ask();
    }

    @Override
    public void leased(int bytes) {
        outMessages.incrementAndGet();
        outBytes.addAndGet(bytes);
    }

    @Override
    public void released(int bytes) {
        outMessages.decrementAndGet();
        outBytes.addAndGet(-bytes);
        repeater.ask();
    }

    @Override
    public void end(Status why) {
        end.compareAndSet(Optional.empty(), Optional.of(why));
        repeater.ask();
    }

    private void open(StreamingPullRequest request) {
        limit = StreamRequests.limit(request);
        keepAlive = request.getProtocolVersion() >= 1;
        feed = Optional.of(deliveries.join(SubscriptionRef.parse(request.getSubscription()), this));
    }

    private void work() {
        if (closed) {
            return;
        }
        Optional<Status> why = end.get();
        if (why.isPresent()) {
            close(why.get());
            return;
        }
        feed.ifPresent(this::send);
    }

    private void send(Feed source) {
        SubscriptionProperties properties = properties(source.subscription());
        for (StreamingPullResponse reply = replies.poll(); reply != null; reply = replies.poll()) {
            client.onNext(
                    reply.toBuilder().setSubscriptionProperties(properties).build());
        }
        while (client.isReady()) {
            Share share = BATCH.within(limit.messages() - outMessages.get(), limit.bytes() - outBytes.get());
            List<ReceivedMessage> batch = share.isEmpty() ? List.of() : deliveries.take(source, share, this, deadline);
            if (batch.isEmpty()) {
                return;
            }
            client.onNext(StreamingPullResponse.newBuilder()
                    .addAllReceivedMessages(batch)
                    .setSubscriptionProperties(properties)
                    .build());
        }
    }

    /** Messages that are out stay with the client until their deadline, as at Google. */
    private void close(Status why) {
        closed = true;
        feed.ifPresent(source -> deliveries.leave(source, this));
        if (why.isOk()) {
            client.onCompleted();
        } else {
            client.onError(why.asRuntimeException());
        }
    }

    private static SubscriptionProperties properties(Subscription subscription) {
        return SubscriptionProperties.newBuilder()
                .setExactlyOnceDeliveryEnabled(subscription.getEnableExactlyOnceDelivery())
                .setMessageOrderingEnabled(subscription.getEnableMessageOrdering())
                .build();
    }
}
