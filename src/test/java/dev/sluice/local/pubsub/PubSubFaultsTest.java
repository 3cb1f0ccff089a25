package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.rpc.Code;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubFaultsTest {
    private static final long SEED = 42;

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private final Faults faults = new Faults(SEED, clock);
    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, clock, faults);
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void aPublishThatFailsBeforeItsEffectIsRepeatedByTheClientAndIsThereOnce() throws Exception {
        wire.subscribe(subscription -> subscription);
        Fault refused = faults.add(fault(Kind.REFUSED).at("Publish").times(2));
        publishByClient("once");
        assertThat(faults.strikes(refused.id())).contains(2L);
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("once");
    }

    @Test
    void aPublishThatFailsAfterItsEffectIsRepeatedByTheClientAndIsThereTwice() throws Exception {
        wire.subscribe(subscription -> subscription);
        faults.add(fault(Kind.ANSWER_LOST).at("Publish").about("orders").times(1));
        String id = publishByClient("twice");
        List<ReceivedMessage> both = wire.pullNow();
        assertThat(PubSubWire.texts(both)).containsExactly("twice", "twice");
        assertThat(both)
                .extracting(message -> message.getMessage().getMessageId())
                .doesNotHaveDuplicates()
                .last()
                .isEqualTo(id);
    }

    @Test
    void aRefusalHasTheCodeThatWasAskedForAndSaysWhoAskedForIt() {
        wire.subscribe(subscription -> subscription);
        faults.add(fault(Kind.REFUSED).at("GetSubscription").code(Code.RESOURCE_EXHAUSTED));
        assertThatThrownBy(() -> wire.subscriptions.getSubscription(PubSubWire.SUBSCRIPTION))
                .isInstanceOf(ResourceExhaustedException.class)
                .hasMessageContaining("The local cloud was asked to fail here (fault f1)");
    }

    @Test
    void aLatePushComesWhenItsTimeHasComeAndOthersOvertakeIt() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            pushTo(receiver);
            faults.add(fault(Kind.LATE)
                    .at("push")
                    .about("orders-worker")
                    .delay(Duration.ofHours(2))
                    .times(1));
            wire.publish("late");
            await().until(() -> faults.strikes("f1").orElseThrow() == 1);
            wire.publish("in time");
            await().until(() -> receiver.requests().size() == 1);
            assertThat(receiver.requests().get(0).body()).contains(base64("in time"));
            clock.advance(Duration.ofHours(2));
            await().until(() -> receiver.requests().size() == 2);
            assertThat(receiver.requests().get(1).body()).contains(base64("late"));
            await().until(() -> unacknowledged() == 0);
        }
    }

    @Test
    void aDoubledPushComesTwiceAndIsAcknowledgedOnce() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            pushTo(receiver);
            faults.add(fault(Kind.DOUBLED).at("push").times(1));
            String id = wire.publish("double");
            await().until(() -> receiver.requests().size() == 2 && unacknowledged() == 0);
            assertThat(receiver.requests())
                    .allSatisfy(request -> assertThat(request.body()).contains("\"messageId\":\"" + id + "\""));
        }
    }

    @Test
    void aLostPushIsTriedAgainAfterItsBackoff() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            pushTo(receiver);
            faults.add(fault(Kind.LOST).at("push").about("topics/orders").times(1));
            wire.publish("lost at first");
            await().until(() -> faults.strikes("f1").orElseThrow() == 1);
            wire.publish("there");
            await().until(() -> receiver.requests().size() == 1);
            assertThat(receiver.requests().get(0).body()).contains(base64("there"));
            clock.advance(Duration.ofMillis(100));
            await().until(() -> receiver.requests().size() == 2);
            assertThat(receiver.requests().get(1).body()).contains(base64("lost at first"));
            await().until(() -> unacknowledged() == 0);
        }
    }

    @Test
    void aPulledMessageCanBeDoubledLateOrLost() {
        wire.subscribe(subscription -> subscription);
        faults.add(fault(Kind.DOUBLED).at("pull").times(1));
        faults.add(fault(Kind.LATE)
                .at("pull")
                .delay(Duration.ofMinutes(5))
                .after(1)
                .times(1));
        faults.add(fault(Kind.LOST).at("pull").after(2).times(1));
        List.of("double", "late", "lost", "fine").forEach(wire::publish);
        List<ReceivedMessage> first = wire.pullNow();
        assertThat(PubSubWire.texts(first)).containsExactly("double", "double", "fine");
        assertThat(first).extracting(ReceivedMessage::getAckId).doesNotHaveDuplicates();
        wire.acknowledge(first.subList(1, 3));
        clock.advance(Duration.ofSeconds(10));
        List<ReceivedMessage> lost = wire.pullNow();
        assertThat(PubSubWire.texts(lost)).as("after its ack deadline").containsExactly("lost");
        wire.acknowledge(lost);
        clock.advance(Duration.ofSeconds(289));
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        List<ReceivedMessage> late = wire.pullNow();
        assertThat(PubSubWire.texts(late)).containsExactly("late");
        wire.acknowledge(late);
        assertThat(unacknowledged()).isZero();
    }

    @Test
    void aLateMessageHoldsUpItsLine() {
        wire.subscribe(subscription -> subscription.setEnableMessageOrdering(true));
        faults.add(fault(Kind.LATE).at("pull").delay(Duration.ofMinutes(5)).times(1));
        wire.publishInLine("key", "first", "second", "third");
        assertThat(wire.pullNow()).isEmpty();
        clock.advance(Duration.ofMinutes(5));
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("first", "second", "third");
    }

    @Test
    void aStreamGoesOnAfterLostAndDoubledMessages() throws Exception {
        wire.subscribe(subscription -> subscription);
        Fault lost = faults.add(fault(Kind.LOST).at("pull").probability(0.3));
        faults.add(fault(Kind.DOUBLED).at("pull").probability(0.3));
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = wire.subscriber(
                (message, reply) -> {
                    received.add(message.getData().toStringUtf8());
                    reply.ack();
                },
                how -> how);
        for (int i = 0; i < 200; i++) {
            wire.publish("m" + i);
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return unacknowledged() == 0;
        });
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(faults.strikes(lost.id()).orElseThrow()).as("seed %d", SEED).isPositive();
        assertThat(received.stream().distinct()).hasSize(200);
        assertThat(received).as("some came twice").hasSizeGreaterThan(200);
    }

    private String publishByClient(String text) throws Exception {
        Publisher publisher = wire.publisher();
        try {
            return publisher
                    .publish(PubsubMessage.newBuilder()
                            .setData(ByteString.copyFromUtf8(text))
                            .build())
                    .get(30, TimeUnit.SECONDS);
        } finally {
            publisher.shutdown();
        }
    }

    private void pushTo(Receiver receiver) {
        wire.server.createTopic(PubSubWire.TOPIC);
        wire.server.createPushSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, receiver.address());
    }

    private int unacknowledged() {
        return PubSubStateTest.unacknowledged(wire.server, PubSubWire.SUBSCRIPTION);
    }

    private static String base64(String text) {
        return java.util.Base64.getEncoder().encodeToString(text.getBytes());
    }

    private static Fault fault(Kind kind) {
        return Fault.of(Fault.Service.PUBSUB, kind);
    }
}
