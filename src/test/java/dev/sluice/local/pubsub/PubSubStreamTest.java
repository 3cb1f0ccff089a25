package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.AckReplyConsumerWithResponse;
import com.google.cloud.pubsub.v1.AckResponse;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.MessageReceiverWithAckResponse;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubStreamTest {
    @TempDir
    Path data;

    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, LocalClock.running());
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void whatThePublisherSendsTheSubscriberReceivesOnce() throws Exception {
        wire.subscribe(subscription -> subscription);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = subscriber((message, reply) -> {
            received.add(message.getData().toStringUtf8());
            reply.ack();
        });
        List<String> sent = publish(2_000, "");
        await().until(() -> received.size() >= sent.size());
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void aRefusedMessageIsDeliveredAgain() throws Exception {
        wire.subscribe(subscription -> subscription);
        AtomicInteger tries = new AtomicInteger();
        Subscriber subscriber = subscriber((message, reply) -> {
            if (tries.incrementAndGet() < 3) {
                reply.nack();
            } else {
                reply.ack();
            }
        });
        wire.publish("third time lucky");
        await().untilAtomic(tries, org.hamcrest.Matchers.is(3));
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void messagesOfAKeyAreProcessedInTheOrderOfTheirPublishing() throws Exception {
        wire.subscribe(subscription -> subscription.setEnableMessageOrdering(true));
        List<String> sent = publish(300, "key");
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = subscriber((message, reply) -> {
            received.add(message.getData().toStringUtf8());
            reply.ack();
        });
        await().until(() -> received.size() >= sent.size());
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(received).containsExactlyElementsOf(sent);
    }

    @Test
    void flowControlBoundsWhatIsOut() throws Exception {
        wire.subscribe(subscription -> subscription);
        publish(50, "");
        Queue<AckReplyConsumer> held = new ConcurrentLinkedQueue<>();
        MessageReceiver hold = (message, reply) -> held.add(reply);
        Subscriber subscriber = wire.subscriber(hold, how -> how.setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(7L)
                        .build())
                .setParallelPullCount(1));
        await().until(() -> held.size() == 7);
        assertThat(wire.pull(100)).as("the other 43 are free for others").hasSize(43);
        held.forEach(AckReplyConsumer::ack);
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
    }

    @Test
    void twoSubscribersShareTheMessages() throws Exception {
        wire.subscribe(subscription -> subscription);
        Set<String> all = ConcurrentHashMap.newKeySet();
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        Subscriber one = subscriber(counting(all, first));
        Subscriber two = subscriber(counting(all, second));
        List<String> sent = publish(1_000, "");
        await().until(() -> all.size() == sent.size());
        one.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        two.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(first.get() + second.get()).isEqualTo(sent.size());
        assertThat(first).hasPositiveValue();
        assertThat(second).hasPositiveValue();
    }

    @Test
    void anExactlyOnceSubscriberHearsThatItsAcknowledgementCounted() throws Exception {
        wire.subscribe(subscription -> subscription.setEnableExactlyOnceDelivery(true));
        Queue<AckResponse> answers = new ConcurrentLinkedQueue<>();
        MessageReceiverWithAckResponse receiver = (PubsubMessage message, AckReplyConsumerWithResponse reply) -> {
            try {
                answers.add(reply.ack().get(10, TimeUnit.SECONDS));
            } catch (Exception e) {
                answers.add(AckResponse.OTHER);
            }
        };
        Subscriber subscriber = wire.subscriber(receiver);
        wire.publish("once");
        await().until(() -> answers.size() == 1);
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(answers).containsExactly(AckResponse.SUCCESSFUL);
    }

    @Test
    void deletingTheSubscriptionEndsTheStream() {
        wire.subscribe(subscription -> subscription);
        Subscriber subscriber = subscriber((message, reply) -> reply.ack());
        wire.subscriptions.deleteSubscription(PubSubWire.SUBSCRIPTION);
        await().until(() -> subscriber.state() == com.google.api.core.ApiService.State.FAILED);
        assertThat(subscriber.failureCause()).hasMessageContaining("Resource not found (resource=orders-worker).");
    }

    private Subscriber subscriber(MessageReceiver receiver) {
        return wire.subscriber(receiver, how -> how);
    }

    private static MessageReceiver counting(Set<String> all, AtomicInteger count) {
        return (message, reply) -> {
            all.add(message.getMessageId());
            count.incrementAndGet();
            reply.ack();
        };
    }

    private List<String> publish(int count, String key) throws Exception {
        Publisher publisher = wire.publisher();
        List<String> texts = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        List<com.google.api.core.ApiFuture<String>> ids = new ArrayList<>();
        for (String text : texts) {
            ids.add(publisher.publish(PubsubMessage.newBuilder()
                    .setData(ByteString.copyFromUtf8(text))
                    .setOrderingKey(key)
                    .build()));
        }
        assertThat(com.google.api.core.ApiFutures.allAsList(ids).get(30, TimeUnit.SECONDS))
                .doesNotHaveDuplicates();
        publisher.shutdown();
        return texts;
    }
}
