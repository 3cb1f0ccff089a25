package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.ReceivedMessage;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubRestartTest {
    private static final String SECOND = "projects/demo/subscriptions/orders-audit";

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00.123Z"));

    @Test
    void aRestartKeepsWhatWasNotAcknowledged() throws Exception {
        try (PubSubWire before = PubSubWire.start(data, clock)) {
            before.subscribe(subscription -> subscription.setFilter("NOT attributes:skip"));
            before.publish("done");
            before.server.createPullSubscription(SECOND, PubSubWire.TOPIC);
            before.acknowledge(before.pull(1));
            before.publish("open");
            before.pull(1);
        }
        for (int restart = 0; restart < 2; restart++) {
            try (PubSubWire after = PubSubWire.start(data, clock)) {
                assertThat(after.subscriptions
                                .getSubscription(PubSubWire.SUBSCRIPTION)
                                .getFilter())
                        .isEqualTo("NOT attributes:skip");
                assertThat(PubSubWire.texts(after.pullNow())).containsExactly("open");
                assertThat(PubSubWire.texts(after.pullNow(SECOND))).containsExactly("open");
            }
        }
    }

    @Test
    void aMessageIdIsNeverGivenTwice() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int restart = 0; restart < 3; restart++) {
            try (PubSubWire wire = PubSubWire.start(data, clock)) {
                wire.server.createTopic(PubSubWire.TOPIC);
                ids.add(wire.publish("nobody listens"));
                ids.add(wire.publish("nobody listens"));
            }
        }
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9]+"));
    }

    @Test
    void aPushGoesOnAfterARestart() throws Exception {
        try (Receiver down = new Receiver(n -> 503);
                PubSubWire before = PubSubWire.start(data, clock)) {
            before.server.createTopic(PubSubWire.TOPIC);
            before.server.createPushSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, down.address());
            before.publish("later");
            await().until(() -> !down.requests().isEmpty());
        }
        try (Receiver up = new Receiver(n -> 200);
                PubSubWire after = PubSubWire.start(data, clock)) {
            after.server.createPushSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, up.address());
            await().until(() -> {
                clock.advance(java.time.Duration.ofSeconds(1));
                return up.requests().size() == 1;
            });
        }
    }

    @Test
    void aChangeCutShortByAKillIsLeftOutAndAllBeforeItStays() throws Exception {
        try (PubSubWire before = PubSubWire.start(data, clock)) {
            before.subscribe(subscription -> subscription);
            before.publish("whole");
        }
        Path journal = data.resolve(".sluice/pubsub/journal");
        Files.write(journal, new byte[] {0, 0, 0, 99, 1, 2, 3, 4, 4}, StandardOpenOption.APPEND);
        try (PubSubWire after = PubSubWire.start(data, clock)) {
            after.publish("next");
            assertThat(PubSubWire.texts(after.pullNow())).containsExactly("whole", "next");
        }
        try (PubSubWire again = PubSubWire.start(data, clock)) {
            assertThat(PubSubWire.texts(again.pullNow())).containsExactly("whole", "next");
        }
    }

    @Test
    void aJournalCutAnywhereIsReadUpToTheLastWholeChange() throws Exception {
        try (PubSubWire before = PubSubWire.start(data, clock)) {
            before.subscribe(subscription -> subscription);
            before.publish("first");
            before.publish("second");
            before.publish("third");
        }
        byte[] whole = Files.readAllBytes(data.resolve(".sluice/pubsub/journal"));
        List<String> all = List.of("first", "second", "third");
        int seen = all.size();
        for (int length = whole.length - 1; length >= 0; length--) {
            Path folder = data.resolve("cut-" + length).resolve("pubsub");
            Files.createDirectories(folder);
            Files.write(folder.resolve("journal"), Arrays.copyOf(whole, length));
            try (Store store = Store.open(folder, clock)) {
                List<String> there = store.feeds().stream()
                        .flatMap(feed -> feed.backlog().kept().stream())
                        .map(held -> held.message().getData().toStringUtf8())
                        .toList();
                assertThat(there).as("cut at %d", length).isEqualTo(all.subList(0, there.size()));
                assertThat(there.size()).isLessThanOrEqualTo(seen);
                seen = there.size();
            }
        }
        assertThat(seen).isZero();
    }

    @Test
    void deliveriesThatFailedBeforeARestartCount() throws Exception {
        String graveyard = "projects/demo/topics/graveyard";
        try (PubSubWire before = PubSubWire.start(data, clock)) {
            before.server.createTopic(graveyard);
            before.server.createPullSubscription(SECOND, graveyard);
            before.subscribe(subscription -> subscription.setDeadLetterPolicy(
                    DeadLetterPolicy.newBuilder().setDeadLetterTopic(graveyard).setMaxDeliveryAttempts(5)));
            before.publish("poison");
            before.refuse(before.pullNow());
            before.refuse(before.pullNow());
        }
        for (int attempt = 3; attempt <= 5; attempt++) {
            try (PubSubWire after = PubSubWire.start(data, clock)) {
                List<ReceivedMessage> delivery = after.pullNow();
                assertThat(delivery.get(0).getDeliveryAttempt()).isEqualTo(attempt);
                after.refuse(delivery);
            }
        }
        try (PubSubWire after = PubSubWire.start(data, clock)) {
            assertThat(after.pullNow()).isEmpty();
            assertThat(after.pullNow(SECOND).get(0).getMessage().getAttributesMap())
                    .containsEntry("CloudPubSubDeadLetterSourceDeliveryCount", "5");
        }
    }

    @Test
    void theJournalShrinksOnStart() throws Exception {
        Path journal = data.resolve(".sluice/pubsub/journal");
        try (PubSubWire before = PubSubWire.start(data, clock)) {
            before.subscribe(subscription -> subscription);
            for (int i = 0; i < 100; i++) {
                before.publish("x".repeat(1_000));
            }
            before.acknowledge(before.pull(100));
            assertThat(Files.size(journal)).isGreaterThan(100_000);
        }
        try (PubSubWire after = PubSubWire.start(data, clock)) {
            assertThat(Files.size(journal)).isLessThan(1_000);
            assertThat(after.pullNow()).isEmpty();
        }
    }

    @Test
    void theJournalShrinksWhileTheServerRunsToo() throws Exception {
        try (PubSubWire wire = PubSubWire.start(data, clock)) {
            wire.subscribe(subscription -> subscription);
            wire.publish("still open");
            wire.pull(1);
            for (int i = 0; i < 30; i++) {
                wire.publish("x".repeat(4_000_000));
                wire.acknowledge(wire.pull(1));
            }
            assertThat(Files.size(data.resolve(".sluice/pubsub/journal"))).isLessThan(75_000_000);
        }
        try (PubSubWire after = PubSubWire.start(data, clock)) {
            assertThat(PubSubWire.texts(after.pullNow())).containsExactly("still open");
        }
    }

    @Test
    void twoServersDoNotShareAFolder() throws Exception {
        try (PubSubWire first = PubSubWire.start(data, clock)) {
            assertThatThrownBy(() -> PubSubWire.start(data, clock))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Another local Pub/Sub uses");
            assertThat(first.server.endpoint()).isEqualTo("127.0.0.1:" + first.server.port());
        }
    }
}
