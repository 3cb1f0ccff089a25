package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.core.ApiService;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.Subscriber;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubStateTest {
    private static final String PUSHED = "projects/demo/subscriptions/orders-pushed";

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private PubSubWire wire;

    /** What the state says a subscription still owes. */
    static int unacknowledged(LocalPubSub server, String subscription) {
        return subscription(server, subscription).get("unacknowledged").asInt();
    }

    private static JsonNode subscription(LocalPubSub server, String name) {
        JsonNode all = new ObjectMapper().valueToTree(server.state()).get("subscriptions");
        return StreamSupport.stream(all.spliterator(), false)
                .filter(each -> each.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, clock);
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void theStateShowsWhatIsOwedAndToWhom() throws Exception {
        try (Receiver receiver = new Receiver(n -> 503)) {
            wire.subscribe(subscription -> subscription.setFilter("attributes:x OR NOT attributes:x"));
            wire.server.createPushSubscription(PUSHED, PubSubWire.TOPIC, receiver.address());
            wire.subscriptions.createSnapshot("projects/demo/snapshots/before", PubSubWire.SUBSCRIPTION);
            wire.publish("one");
            clock.advance(Duration.ofSeconds(90));
            wire.publish("two");
            wire.pull(1);
            await().until(() -> subscription(wire.server, PUSHED)
                    .path("lastPushAnswer")
                    .asText()
                    .equals("HTTP 503"));
            JsonNode state = new ObjectMapper().valueToTree(wire.server.state());
            assertThat(state.at("/topics/0/name").asText()).isEqualTo(PubSubWire.TOPIC);
            assertThat(state.at("/topics/0/subscriptions")).hasSize(2);
            assertThat(state.at("/snapshots/0/name").asText()).isEqualTo("projects/demo/snapshots/before");
            JsonNode pulled = subscription(wire.server, PubSubWire.SUBSCRIPTION);
            assertThat(pulled.get("delivery").asText()).isEqualTo("pull");
            assertThat(pulled.get("unacknowledged").asInt()).isEqualTo(2);
            assertThat(pulled.get("outstanding").asInt()).isEqualTo(1);
            assertThat(pulled.get("oldestUnackedSeconds").asInt()).isEqualTo(90);
            assertThat(pulled.get("filter").asText()).contains("attributes:x");
            JsonNode pushed = subscription(wire.server, PUSHED);
            assertThat(pushed.get("delivery").asText()).isEqualTo("push");
            assertThat(pushed.get("pushEndpoint").asText())
                    .isEqualTo(receiver.address().toString());
        }
    }

    @Test
    void aResetForgetsEverythingAndGoesOnServing() throws Exception {
        wire.subscribe(subscription -> subscription);
        String before = wire.publish("forgotten");
        Subscriber subscriber = wire.subscriber((message, reply) -> reply.nack(), how -> how);
        wire.server.reset();
        await().until(() -> subscriber.state() == ApiService.State.FAILED);
        assertThatThrownBy(() -> wire.topics.getTopic(PubSubWire.TOPIC)).isInstanceOf(NotFoundException.class);
        assertThat(new ObjectMapper().valueToTree(wire.server.state()).toString())
                .isEqualTo("{\"topics\":[],\"subscriptions\":[],\"snapshots\":[]}");
        wire.subscribe(subscription -> subscription);
        String after = wire.publish("new");
        assertThat(after).isNotEqualTo(before);
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("new");
    }

    @Test
    void aResetHoldsAcrossARestart() throws Exception {
        wire.subscribe(subscription -> subscription);
        wire.publish("forgotten");
        wire.server.reset();
        wire.close();
        wire = PubSubWire.start(data, clock);
        assertThat(wire.topics.listTopics("projects/demo").iterateAll()).isEmpty();
    }
}
