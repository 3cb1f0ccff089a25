package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.UnimplementedException;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.BigQueryConfig;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubAdminTest {
    @TempDir
    Path data;

    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, LocalClock.standing(Instant.parse("2026-11-21T07:30:00.123Z")));
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void aTopicIsCreatedOnceListedUpdatedAndDeleted() {
        wire.topics.createTopic(PubSubWire.TOPIC);
        assertThatThrownBy(() -> wire.topics.createTopic(PubSubWire.TOPIC))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("Resource already exists in the project (resource=orders).");
        Topic updated = wire.topics.updateTopic(UpdateTopicRequest.newBuilder()
                .setTopic(Topic.newBuilder().setName(PubSubWire.TOPIC).putLabels("team", "blue"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build());
        assertThat(updated.getLabelsMap()).containsEntry("team", "blue");
        assertThat(wire.topics.getTopic(PubSubWire.TOPIC)).isEqualTo(updated);
        wire.topics.deleteTopic(PubSubWire.TOPIC);
        assertThatThrownBy(() -> wire.topics.getTopic(PubSubWire.TOPIC))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Resource not found (resource=orders).");
    }

    @Test
    void topicsOfOneProjectComeInPages() {
        for (String id : List.of("aaa", "bbb", "ccc", "ddd", "eee")) {
            wire.server.createTopic("projects/demo/topics/" + id);
        }
        wire.server.createTopic("projects/other/topics/aaa");
        var pages = wire.topics.listTopics(ListTopicsRequest.newBuilder()
                .setProject("projects/demo")
                .setPageSize(2)
                .build());
        assertThat(pages.getPage().getResponse().getTopicsCount()).isEqualTo(2);
        assertThat(pages.iterateAll())
                .extracting(Topic::getName)
                .containsExactly(
                        "projects/demo/topics/aaa",
                        "projects/demo/topics/bbb",
                        "projects/demo/topics/ccc",
                        "projects/demo/topics/ddd",
                        "projects/demo/topics/eee");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "1abc", "google-things", "has space", "a/b", "ünicode"})
    void aNameAgainstTheRulesIsAnInvalidArgument(String id) {
        assertThatThrownBy(() -> wire.topics.createTopic("projects/demo/topics/" + id))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Invalid resource name given (name=projects/demo/topics/" + id + ")");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "A.b_c~d+e%f-9"})
    void aNameWithinTheRulesIsTaken(String id) {
        assertThat(wire.topics.createTopic("projects/demo/topics/" + id).getName())
                .isEqualTo("projects/demo/topics/" + id);
    }

    @Test
    void aSubscriptionShowsItsDefaults() {
        Subscription created = wire.subscribe(subscription -> subscription);
        assertThat(created.getAckDeadlineSeconds()).isEqualTo(10);
        assertThat(created.getMessageRetentionDuration()).isEqualTo(Durations.fromDays(7));
        assertThat(created.getState()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(wire.subscriptions.getSubscription(PubSubWire.SUBSCRIPTION)).isEqualTo(created);
        assertThat(wire.subscriptions.listSubscriptions("projects/demo").iterateAll())
                .containsExactly(created);
        assertThat(wire.topics.listTopicSubscriptions(PubSubWire.TOPIC).iterateAll())
                .containsExactly(PubSubWire.SUBSCRIPTION);
    }

    @Test
    void aSubscriptionNeedsItsTopicAndItsOwnName() {
        assertThatThrownBy(() -> wire.subscriptions.createSubscription(
                        PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, PushConfig.getDefaultInstance(), 10))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Resource not found (resource=orders).");
        wire.subscribe(subscription -> subscription);
        assertThatThrownBy(() -> wire.subscribe(subscription -> subscription))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("resource=orders-worker");
    }

    @Test
    void aSubscriptionOutOfBoundsIsAnInvalidArgument() {
        assertThatThrownBy(() -> wire.subscribe(subscription -> subscription.setAckDeadlineSeconds(9)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("between 10 and 600");
        assertThatThrownBy(() -> wire.subscribe(subscription -> subscription.setFilter("attributes.kind == \"a\"")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("could not be parsed at character 18");
        assertThatThrownBy(() ->
                        wire.subscribe(subscription -> subscription.setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                                .setDeadLetterTopic(PubSubWire.TOPIC)
                                .setMaxDeliveryAttempts(4))))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> wire.subscribe(subscription ->
                        subscription.setPushConfig(PushConfig.newBuilder().setPushEndpoint("not a url"))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void whatMayChangeOfASubscriptionChangesAndTheRestDoesNot() {
        wire.subscribe(subscription -> subscription);
        Subscription changed = wire.subscriptions.updateSubscription(UpdateSubscriptionRequest.newBuilder()
                .setSubscription(Subscription.newBuilder()
                        .setName(PubSubWire.SUBSCRIPTION)
                        .setAckDeadlineSeconds(60)
                        .setRetryPolicy(RetryPolicy.newBuilder().setMinimumBackoff(Durations.fromSeconds(1))))
                .setUpdateMask(
                        FieldMask.newBuilder().addPaths("ack_deadline_seconds").addPaths("retry_policy"))
                .build());
        assertThat(changed.getAckDeadlineSeconds()).isEqualTo(60);
        assertThat(changed.getRetryPolicy().getMaximumBackoff()).isEqualTo(Durations.fromSeconds(600));
        assertThat(changed.getTopic()).isEqualTo(PubSubWire.TOPIC);
        assertThatThrownBy(() -> wire.subscriptions.updateSubscription(
                        changed.toBuilder().setFilter("attributes:x").build(),
                        FieldMask.newBuilder().addPaths("filter").build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("path=filter");
    }

    @Test
    void theSubscriptionOfADeletedTopicSaysSoAndKeepsItsMessages() {
        wire.subscribe(subscription -> subscription);
        wire.publish("kept");
        wire.topics.deleteTopic(PubSubWire.TOPIC);
        assertThat(wire.subscriptions.getSubscription(PubSubWire.SUBSCRIPTION).getTopic())
                .isEqualTo("_deleted-topic_");
        assertThat(PubSubWire.texts(wire.pull(10))).containsExactly("kept");
    }

    @Test
    void aMessageAgainstTheLimitsIsAnInvalidArgument() {
        wire.subscribe(subscription -> subscription);
        assertRefused(PubsubMessage.getDefaultInstance(), "is empty");
        assertRefused(
                PubsubMessage.newBuilder()
                        .setData(ByteString.copyFrom(new byte[10_000_001]))
                        .build(),
                "maximum value is 10000000");
        assertRefused(
                PubsubMessage.newBuilder().putAttributes("k".repeat(257), "v").build(), "maximum value is 256");
        assertRefused(
                PubsubMessage.newBuilder().putAttributes("k", "v".repeat(1025)).build(), "maximum value is 1024");
        PubsubMessage.Builder many = PubsubMessage.newBuilder();
        for (int i = 0; i < 101; i++) {
            many.putAttributes("k" + i, "v");
        }
        assertRefused(many.build(), "maximum value is 100");
        assertThat(wire.pullNow()).isEmpty();
    }

    @Test
    void whatIsNotThereSaysSo() {
        assertThatThrownBy(() -> wire.subscribe(subscription -> subscription.setBigqueryConfig(
                        BigQueryConfig.newBuilder().setTable("demo.set.table"))))
                .isInstanceOf(UnimplementedException.class)
                .hasMessageContaining("The local Pub/Sub does not have BigQuery");
    }

    @Test
    void theRoomsOwnCallsMayBeRepeated() {
        wire.server.createTopic(PubSubWire.TOPIC);
        wire.server.createTopic(PubSubWire.TOPIC);
        wire.server.createPushSubscription(
                PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, java.net.URI.create("http://127.0.0.1:9/a"));
        wire.server.createPushSubscription(
                PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, java.net.URI.create("http://127.0.0.1:9/b"));
        assertThat(wire.subscriptions
                        .getSubscription(PubSubWire.SUBSCRIPTION)
                        .getPushConfig()
                        .getPushEndpoint())
                .isEqualTo("http://127.0.0.1:9/b");
        wire.server.createPullSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC);
        wire.server.createPullSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC);
        assertThat(wire.subscriptions
                        .getSubscription(PubSubWire.SUBSCRIPTION)
                        .getPushConfig()
                        .getPushEndpoint())
                .isEmpty();
    }

    private void assertRefused(PubsubMessage message, String because) {
        assertThatThrownBy(() -> wire.topics.publish(PubSubWire.TOPIC, List.of(message)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(because);
    }
}
