package dev.sluice.local.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one subscription has not acknowledged yet: ready, out under a lease, or resting after a failure. It knows no clock and no
 * thread; the store's monitor guards it. Longer than most files here because these states only make sense together.
 */
final class Backlog {
    /**
     * What time alone did: messages to dead-letter, messages past their retention, the failures of those that failed and stay, and
     * whether some became ready.
     */
    record Lapse(List<Held> dead, List<Long> outdated, Map<Long, Integer> failures, boolean ready) {
        boolean changes() {
            return !dead.isEmpty() || !outdated.isEmpty() || !failures.isEmpty();
        }
    }

    private record Rest(Instant until, Held held) implements Comparable<Rest> {
        @Override
        public int compareTo(Rest other) {
            int byTime = until.compareTo(other.until);
            return byTime != 0 ? byTime : held.compareTo(other.held);
        }
    }

    private final TreeMap<Long, Held> kept = new TreeMap<>();
    private final TreeSet<Held> ready = new TreeSet<>();
    private final TreeSet<Rest> resting = new TreeSet<>();
    private final TreeSet<Lease> deadlines = new TreeSet<>();
    private final Map<String, Lease> leases = new HashMap<>();
    private final Map<String, Lane> lanes = new HashMap<>();
    private long lastLease;

    void add(PubsubMessage message, boolean ordered) {
        Held held = new Held(message, ordered ? message.getOrderingKey() : "");
        kept.put(held.id(), held);
        offer(held);
    }

    Collection<Held> kept() {
        return kept.values();
    }

    boolean isOut(Lease lease) {
        return leases.containsKey(lease.ackId());
    }

    /** How many are with somebody, under a lease. */
    int outstanding() {
        return leases.size();
    }

    /** How many wait for their backoff to end. */
    int resting() {
        return resting.size();
    }

    /** How often each failed that failed at all. */
    Map<Long, Integer> failures() {
        Map<Long, Integer> failures = new TreeMap<>();
        kept.values().stream()
                .filter(held -> held.failures() > 0)
                .forEach(held -> failures.put(held.id(), held.failures()));
        return failures;
    }

    /** After a restart: how often each failed before. */
    void failedBefore(Map<Long, Integer> failures) {
        failures.forEach((id, times) -> Optional.ofNullable(kept.get(id)).ifPresent(held -> held.failedBefore(times)));
    }

    /**
     * Leases the oldest messages that may go now. Of one ordering key as many go together as fit; the next ones go when all of
     * these are acknowledged (Google would let them follow earlier to the same client).
     */
    List<Lease> take(Share share, Consumer owner, Instant until) {
        List<Lease> taken = new ArrayList<>();
        Share left = share;
        while (!share.isEmpty() && !ready.isEmpty() && (taken.isEmpty() || left.fits(ready.first()))) {
            for (Held held : leave(ready.pollFirst(), left)) {
                taken.add(lease(held, owner, until));
                left = left.without(held);
            }
        }
        return taken;
    }

    /** The message itself and, when it goes in line, those behind it that still fit. */
    private List<Held> leave(Held first, Share share) {
        if (!first.ordered()) {
            return List.of(first);
        }
        Lane lane = lane(first);
        List<Held> together = new ArrayList<>(List.of(lane.takeFirst()));
        Share left = share.without(first);
        while (!lane.waiting().isEmpty() && left.fits(lane.waiting().first())) {
            Held next = lane.takeFirst();
            together.add(next);
            left = left.without(next);
        }
        return together;
    }

    /** The message acknowledged, or nothing when the lease is over. */
    Optional<Held> acknowledge(String ackId) {
        Optional<Held> held = find(ackId).map(this::end);
        held.ifPresent(this::forget);
        return held;
    }

    /** Moves a lease's deadline; false when the lease is over. */
    boolean extend(String ackId, Instant until) {
        Optional<Lease> found = find(ackId);
        found.ifPresent(lease -> {
            deadlines.remove(lease);
            Lease longer = lease.extendedTo(until);
            deadlines.add(longer);
            leases.put(longer.ackId(), longer);
        });
        return found.isPresent();
    }

    /** Ends a lease that was not worth one: the message comes when it is late enough, as if never sent. */
    void postpone(Lease lease, Instant until) {
        Held held = end(lease);
        held.wasLate();
        rest(held, until);
    }

    /** Ends a lease without success. Gives the message back when it is now dead: it is no longer in the backlog then. */
    Optional<Held> fail(String ackId, Instant now, Redelivery redelivery) {
        Optional<Held> held = find(ackId).map(this::end);
        if (held.isEmpty()) {
            return held;
        }
        held.get().failed();
        if (redelivery.isDead(held.get())) {
            forget(held.get());
            return held;
        }
        comeAgain(held.get(), now, redelivery);
        return Optional.empty();
    }

    /** Takes back a dead message that could not be moved: it stays with this subscription and is delivered again. */
    void putBack(Held held, Instant now, Redelivery redelivery) {
        kept.put(held.id(), held);
        comeAgain(held, now, redelivery);
    }

    /** Ends leases and rests that are over by {@code now} and drops what is past its retention. */
    Lapse lapse(Instant now, Redelivery redelivery) {
        List<Held> dead = new ArrayList<>();
        Map<Long, Integer> failures = new HashMap<>();
        int before = ready.size();
        while (!deadlines.isEmpty() && !deadlines.first().until().isAfter(now)) {
            Lease over = deadlines.first();
            fail(over.ackId(), now, redelivery)
                    .ifPresentOrElse(
                            dead::add,
                            () -> failures.put(over.held().id(), over.held().failures()));
        }
        while (!resting.isEmpty() && !resting.first().until().isAfter(now)) {
            Held held = resting.pollFirst().held();
            if (held.ordered()) {
                wakeLane(held);
            } else {
                ready.add(held);
            }
        }
        boolean more = ready.size() > before;
        List<Long> outdated = new ArrayList<>();
        long oldest = now.toEpochMilli() - redelivery.retentionMillis();
        while (!ready.isEmpty() && ready.first().publishedMillis() < oldest) {
            outdated.add(ready.first().id());
            drop(ready.first());
        }
        return new Lapse(dead, outdated, failures, more);
    }

    /** Drops everything, out or not, that was published before; answers the ids. */
    List<Long> dropBefore(long millis) {
        List<Held> old = kept.values().stream()
                .filter(held -> held.publishedMillis() < millis)
                .toList();
        List.copyOf(leases.values()).stream()
                .filter(lease -> lease.held().publishedMillis() < millis)
                .forEach(this::end);
        List<Rest> over = resting.stream()
                .filter(rest -> rest.held().publishedMillis() < millis)
                .toList();
        over.forEach(resting::remove);
        over.stream().map(Rest::held).filter(Held::ordered).forEach(this::wakeLane);
        old.forEach(this::drop);
        return old.stream().map(Held::id).toList();
    }

    /** Drops these; none of them is out or rests. */
    void dropAll(Collection<Long> ids) {
        ids.forEach(id -> Optional.ofNullable(kept.get(id)).ifPresent(this::drop));
    }

    private void comeAgain(Held held, Instant now, Redelivery redelivery) {
        long millis = redelivery.backoffMillis(held.failures());
        if (millis > 0) {
            rest(held, now.plusMillis(millis));
        } else if (held.ordered()) {
            callBackFollowers(held);
            lane(held).rest(false);
            offer(held);
        } else {
            offer(held);
        }
    }

    private void rest(Held held, Instant until) {
        if (held.ordered()) {
            callBackFollowers(held);
            lane(held).rest(true);
            offer(held);
        }
        resting.add(new Rest(until, held));
    }

    private void wakeLane(Held held) {
        Optional.ofNullable(lanes.get(held.lane())).ifPresent(lane -> {
            lane.rest(false);
            expose(lane);
        });
    }

    /** Later messages of the key that are out would overtake this one, so their leases end and they come after it again. */
    private void callBackFollowers(Held held) {
        List.copyOf(leases.values()).stream()
                .filter(lease ->
                        lease.held().lane().equals(held.lane()) && lease.held().id() > held.id())
                .map(this::end)
                .forEach(lane(held).waiting()::add);
    }

    private Lease lease(Held held, Consumer owner, Instant until) {
        Lease lease = new Lease(until, ++lastLease, held, owner);
        leases.put(lease.ackId(), lease);
        deadlines.add(lease);
        owner.leased(held.bytes());
        return lease;
    }

    private Optional<Lease> find(String ackId) {
        return Optional.ofNullable(leases.get(AckIds.lease(ackId)));
    }

    private Held end(Lease lease) {
        leases.remove(lease.ackId());
        deadlines.remove(lease);
        lease.owner().released(lease.held().bytes());
        if (lease.held().ordered()) {
            lane(lease.held()).cameBack();
        }
        return lease.held();
    }

    private void offer(Held held) {
        if (held.ordered()) {
            lane(held).waiting().add(held);
            expose(lane(held));
        } else {
            ready.add(held);
        }
    }

    /** For one that is neither out nor rests. */
    private void drop(Held held) {
        ready.remove(held);
        forget(held);
    }

    private void forget(Held held) {
        kept.remove(held.id());
        if (held.ordered()) {
            Lane lane = lane(held);
            lane.waiting().remove(held);
            expose(lane);
            if (lane.idle()) {
                lanes.remove(held.lane());
            }
        }
    }

    private void expose(Lane lane) {
        if (lane.open()) {
            ready.add(lane.waiting().first());
        }
    }

    private Lane lane(Held held) {
        return lanes.computeIfAbsent(held.lane(), key -> new Lane());
    }
}
