package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.SeekRequest;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubPullTest {
    private static final String SECOND = "projects/demo/subscriptions/orders-audit";

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00.123Z"));
    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, clock);
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void aMessageComesAsItWasPublishedAndNotAgainOnceAcknowledged() {
        wire.subscribe(subscription -> subscription);
        String id = wire.publish("hello", Map.of("kind", "greeting"));
        ReceivedMessage received = wire.pull(10).get(0);
        assertThat(received.getMessage().getMessageId()).isEqualTo(id).containsOnlyDigits();
        assertThat(received.getMessage().getAttributesMap()).containsExactly(Map.entry("kind", "greeting"));
        assertThat(received.getMessage().getData().toStringUtf8()).isEqualTo("hello");
        assertThat(Timestamps.toString(received.getMessage().getPublishTime())).isEqualTo("2026-11-21T07:30:00.123Z");
        assertThat(received.getDeliveryAttempt()).isZero();
        wire.acknowledge(List.of(received));
        clock.advance(Duration.ofHours(1));
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void eachSubscriptionGetsItsOwnCopyButNothingFromBeforeItWasMade() {
        wire.subscribe(subscription -> subscription);
        wire.publish("early");
        wire.subscriptions.createSubscription(SECOND, PubSubWire.TOPIC, PushConfig.getDefaultInstance(), 10);
        wire.publish("late");
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("early", "late");
        assertThat(PubSubWire.texts(wire.pull(SECOND, 10))).containsExactly("late");
    }

    @Test
    void aPullWaitsForTheFirstMessage() throws Exception {
        wire.subscribe(subscription -> subscription);
        CompletableFuture<List<ReceivedMessage>> waiting = CompletableFuture.supplyAsync(() -> wire.pull(10));
        wire.publish("at last");
        assertThat(PubSubWire.texts(waiting.get(10, TimeUnit.SECONDS))).containsExactly("at last");
    }

    @Test
    void anUnacknowledgedMessageComesAgainAfterItsDeadlineAndNotBefore() {
        wire.subscribe(subscription -> subscription);
        wire.publish("again");
        assertThat(wire.pull(10)).hasSize(1);
        clock.advance(Duration.ofMillis(9_900));
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofMillis(200));
        List<ReceivedMessage> second = wire.pull(10);
        assertThat(PubSubWire.texts(second)).containsExactly("again");
        wire.subscriptions.modifyAckDeadline(
                PubSubWire.SUBSCRIPTION, List.of(second.get(0).getAckId()), 60);
        clock.advance(Duration.ofSeconds(59));
        assertThat(wire.pullNow()).isEmpty();
        wire.acknowledge(second);
        clock.advance(Duration.ofSeconds(2));
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void aRefusedMessageComesAgainAtOnceAndAfterItsBackoffWhereThereIsARetryPolicy() {
        wire.subscribe(subscription -> subscription.setRetryPolicy(RetryPolicy.newBuilder()
                .setMinimumBackoff(Durations.fromSeconds(20))
                .setMaximumBackoff(Durations.fromSeconds(30))));
        wire.server.createPullSubscription(SECOND, PubSubWire.TOPIC);
        wire.publish("no");
        wire.refuse(wire.pull(10));
        wire.subscriptions.modifyAckDeadline(
                SECOND, List.of(wire.pull(SECOND, 10).get(0).getAckId()), 0);
        assertThat(wire.pullNow(SECOND)).hasSize(1);
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofSeconds(20));
        wire.refuse(wire.pullNow());
        clock.advance(Duration.ofSeconds(29));
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(wire.pullNow()).hasSize(1);
    }

    @Test
    void aMessageThatFailsTooOftenMovesToTheDeadLetterTopic() {
        String graveyard = "projects/demo/topics/graveyard";
        wire.server.createTopic(graveyard);
        wire.server.createPullSubscription(SECOND, graveyard);
        wire.subscribe(subscription -> subscription.setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder().setDeadLetterTopic(graveyard).setMaxDeliveryAttempts(5)));
        wire.publish("poison", Map.of("kind", "bad"));
        for (int attempt = 1; attempt <= 5; attempt++) {
            List<ReceivedMessage> delivery = wire.pullNow();
            assertThat(delivery).hasSize(1);
            assertThat(delivery.get(0).getDeliveryAttempt()).isEqualTo(attempt);
            wire.refuse(delivery);
        }
        assertThat(wire.pullNow()).isEmpty();
        ReceivedMessage dead = wire.pullNow(SECOND).get(0);
        assertThat(dead.getMessage().getData().toStringUtf8()).isEqualTo("poison");
        assertThat(dead.getMessage().getAttributesMap())
                .containsOnly(
                        Map.entry("kind", "bad"),
                        Map.entry("CloudPubSubDeadLetterSourceDeliveryCount", "5"),
                        Map.entry("CloudPubSubDeadLetterSourceSubscription", "orders-worker"),
                        Map.entry("CloudPubSubDeadLetterSourceSubscriptionProject", "demo"),
                        Map.entry("CloudPubSubDeadLetterSourceTopicPublishTime", "2026-11-21T07:30:00.123+00:00"));
    }

    @Test
    void messagesOfOneKeyStayInOrderWhenOneOfThemFails() {
        wire.subscribe(subscription -> subscription.setEnableMessageOrdering(true));
        wire.publishInLine("a", "a1", "a2", "a3");
        wire.publishInLine("b", "b1");
        List<ReceivedMessage> first = wire.pull(2);
        assertThat(PubSubWire.texts(first)).containsExactly("a1", "a2");
        List<ReceivedMessage> other = wire.pullNow();
        assertThat(PubSubWire.texts(other)).containsExactly("b1");
        wire.refuse(first.subList(0, 1));
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("a1", "a2", "a3");
    }

    @Test
    void theNextMessageOfAKeyFollowsItsPredecessorsAcknowledgement() {
        wire.subscribe(subscription -> subscription.setEnableMessageOrdering(true));
        wire.publishInLine("a", "a1", "a2");
        List<ReceivedMessage> first = wire.pull(1);
        assertThat(wire.pullNow()).isEmpty();
        wire.acknowledge(first);
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("a2");
    }

    @Test
    void orderIsKeptAcrossBackoffToo() {
        wire.subscribe(subscription -> subscription
                .setEnableMessageOrdering(true)
                .setRetryPolicy(RetryPolicy.newBuilder().setMinimumBackoff(Durations.fromSeconds(20))));
        wire.publishInLine("a", "a1", "a2", "a3");
        List<ReceivedMessage> first = wire.pull(10);
        wire.refuse(first.subList(1, 2));
        wire.refuse(first.subList(0, 1));
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofSeconds(21));
        List<ReceivedMessage> again = wire.pullNow();
        assertThat(PubSubWire.texts(again)).containsExactly("a1", "a2", "a3");
        wire.acknowledge(again);
        clock.advance(Duration.ofMinutes(5));
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void aFilterLetsOnlyItsMessagesThrough() {
        wire.subscribe(subscription -> subscription.setFilter("attributes.kind = \"order\" AND NOT attributes:test"));
        wire.publish("no attributes");
        wire.publish("test", Map.of("kind", "order", "test", ""));
        wire.publish("real", Map.of("kind", "order"));
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("real");
    }

    @Test
    void aMessageIsForgottenAfterItsRetention() {
        wire.subscribe(subscription -> subscription);
        wire.publish("old");
        clock.advance(Duration.ofDays(6));
        wire.publish("young");
        clock.advance(Duration.ofDays(1).plusSeconds(1));
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("young");
    }

    @Test
    void seekingToATimeLetsGoOfWhatIsOlder() {
        wire.subscribe(subscription -> subscription);
        wire.publish("old");
        clock.advance(Duration.ofSeconds(1));
        wire.publish("new");
        wire.subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(PubSubWire.SUBSCRIPTION)
                .setTime(Timestamps.fromMillis(clock.millis()))
                .build());
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("new");
    }

    @Test
    void seekingPastAKeyThatIsOutAndRestingLeavesItsLaterMessages() {
        wire.subscribe(subscription -> subscription
                .setEnableMessageOrdering(true)
                .setRetryPolicy(RetryPolicy.newBuilder().setMinimumBackoff(Durations.fromSeconds(20))));
        wire.publishInLine("a", "a1", "a2");
        wire.publishInLine("b", "b1");
        wire.refuse(wire.pull(1));
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("b1");
        clock.advance(Duration.ofSeconds(1));
        wire.publishInLine("a", "a3");
        wire.publishInLine("b", "b2");
        wire.subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(PubSubWire.SUBSCRIPTION)
                .setTime(Timestamps.fromMillis(clock.millis()))
                .build());
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("a3", "b2");
    }

    @Test
    void anAnswerStaysWithinWhatAClientTakesByDefault() {
        wire.subscribe(subscription -> subscription);
        for (int i = 0; i < 5; i++) {
            wire.publish("x".repeat(1_500_000));
        }
        assertThat(wire.pull(100)).hasSize(2);
        assertThat(wire.pull(100)).hasSize(2);
        assertThat(wire.pull(100)).hasSize(1);
    }

    @Test
    void aDeletedSubscriptionDeliversNothingMore() {
        wire.subscribe(subscription -> subscription);
        wire.publish("lost");
        wire.subscriptions.deleteSubscription(PubSubWire.SUBSCRIPTION);
        assertThatThrownBy(() -> wire.pull(1))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Resource not found (resource=orders-worker).");
        wire.subscribe(subscription -> subscription);
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void anAckIdThatIsNoneIsAnInvalidArgument() {
        wire.subscribe(subscription -> subscription);
        assertThatThrownBy(() -> wire.subscriptions.acknowledge(PubSubWire.SUBSCRIPTION, List.of("nonsense")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("ack_id=nonsense");
    }
}
