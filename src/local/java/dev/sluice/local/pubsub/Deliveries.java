package dev.sluice.local.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Hands messages out, takes acknowledgements in, and lets deadlines pass by the store's clock. */
final class Deliveries {
    private final Store store;
    private final Accidents accidents;
    private final DeadLetters deadLetters;

    Deliveries(Store store, Accidents accidents) {
        this.store = store;
        this.accidents = accidents;
        this.deadLetters = new DeadLetters(store);
    }

    /** A subscription that may be read by pull; the consumer is woken from now on until it ends or {@link #leave}s. */
    Feed join(SubscriptionRef ref, Consumer consumer) {
        synchronized (store) {
            Feed feed = store.feed(ref);
            if (feed.isPush()) {
                throw Pushes.notByPull();
            }
            if (feed.subscription().getDetached()) {
                throw Refusals.precondition("The subscription is detached from its topic.");
            }
            feed.join(consumer);
            return feed;
        }
    }

    void leave(Feed feed, Consumer consumer) {
        synchronized (store) {
            feed.leave(consumer);
        }
    }

    /** Leases up to a share of what is ready; each message comes again unless it is acknowledged before the deadline. */
    List<ReceivedMessage> take(Feed feed, Share share, Consumer consumer, Duration deadline) {
        synchronized (store) {
            if (!store.isLive(feed)) {
                return List.of();
            }
            Instant now = store.now();
            lapse(feed, now);
            List<Lease> leases = feed.backlog().take(share, consumer, now.plus(deadline));
            return leases.stream()
                    .flatMap(lease -> arriving(feed, lease, consumer.pushes()))
                    .toList();
        }
    }

    /** What of a message reaches the one who pulls: nothing, it, or it twice. Pushes meet their accidents at the pump. */
    private Stream<ReceivedMessage> arriving(Feed feed, Lease lease, boolean push) {
        if (!feed.backlog().isOut(lease)) {
            // the one before it in its line was held up
            return Stream.empty();
        }
        ReceivedMessage message = received(lease, feed.redelivery().counts());
        Mishap mishap = push || lease.held().isLate() ? Mishap.NONE : accidents.atPull(feed.subscription());
        if (mishap.lost()) {
            // it counts as delivered, so that it comes again when its deadline has passed
            return Stream.empty();
        }
        if (mishap.isLate()) {
            feed.backlog().postpone(lease, store.now().plus(mishap.late()));
            return Stream.empty();
        }
        return mishap.doubled()
                ? Stream.of(
                        message,
                        message.toBuilder().setAckId(AckIds.copy(lease.ackId())).build())
                : Stream.of(message);
    }

    /** Answers the ids whose lease was over: those messages come or came again. */
    List<String> acknowledge(Feed feed, Collection<String> ackIds) {
        AckIds.check(ackIds);
        List<String> stale = new ArrayList<>();
        List<Long> done = new ArrayList<>();
        synchronized (store) {
            if (!store.isLive(feed)) {
                return List.copyOf(ackIds);
            }
            lapse(feed, store.now());
            for (String ackId : ackIds) {
                feed.backlog().acknowledge(ackId).ifPresentOrElse(held -> done.add(held.id()), () -> stale.add(ackId));
            }
            store.settled(feed, done);
            store.commit();
            if (feed.subscription().getEnableMessageOrdering()) {
                feed.wake();
            }
        }
        return stale;
    }

    /**
     * Moves deadlines to this many seconds from now; 0 gives the messages back at once. Answers the ids whose lease was over.
     *
     * @param seconds 0 to 600
     */
    List<String> modifyDeadline(Feed feed, Collection<String> ackIds, int seconds) {
        AckIds.check(ackIds);
        AckIds.checkDeadline(seconds);
        List<String> stale = new ArrayList<>();
        synchronized (store) {
            if (!store.isLive(feed)) {
                return List.copyOf(ackIds);
            }
            Instant now = store.now();
            lapse(feed, now);
            for (String ackId : ackIds) {
                if (!feed.backlog().extend(ackId, now.plusSeconds(seconds))) {
                    stale.add(ackId);
                }
            }
            lapse(feed, now);
        }
        return stale;
    }

    /** The subscription a unary call names. */
    Feed feed(SubscriptionRef ref) {
        synchronized (store) {
            return store.feed(ref);
        }
    }

    /** Lets time pass for all subscriptions. */
    void tick() {
        synchronized (store) {
            Instant now = store.now();
            List.copyOf(store.feeds()).forEach(feed -> lapse(feed, now));
        }
    }

    private void lapse(Feed feed, Instant now) {
        Backlog.Lapse lapse = feed.backlog().lapse(now, feed.redelivery());
        lapse.dead().forEach(held -> deadLetters.move(feed, held));
        store.settled(feed, lapse.outdated());
        store.failed(feed, lapse.failures());
        if (lapse.changes()) {
            store.commit();
        }
        if (lapse.ready()) {
            feed.wake();
        }
    }

    private static ReceivedMessage received(Lease lease, boolean counts) {
        Held held = lease.held();
        return ReceivedMessage.newBuilder()
                .setAckId(lease.ackId())
                .setMessage(held.message())
                .setDeliveryAttempt(counts ? held.failures() + 1 : 0)
                .build();
    }
}
