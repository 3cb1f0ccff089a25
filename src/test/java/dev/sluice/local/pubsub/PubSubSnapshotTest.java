package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.UpdateSnapshotRequest;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubSnapshotTest {
    private static final String SNAPSHOT = "projects/demo/snapshots/before-deploy";

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, clock);
        wire.subscribe(subscription -> subscription);
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void seekingToASnapshotBringsBackWhatWasOpenThenAndAllThatCameLater() {
        wire.publish("done before");
        wire.acknowledge(wire.pull(1));
        wire.publish("open");
        wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION);
        wire.publish("later");
        wire.acknowledge(wire.pull(10));
        assertThat(wire.pullNow()).isEmpty();
        seek();
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("open", "later");
        seek();
        assertThat(PubSubWire.texts(wire.pullNow())).as("also what was out").containsExactly("open", "later");
    }

    @Test
    void aSnapshotSurvivesARestartAndTheEndOfItsSubscription() throws Exception {
        wire.publish("open");
        wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION);
        wire.acknowledge(wire.pull(10));
        wire.subscriptions.deleteSubscription(PubSubWire.SUBSCRIPTION);
        wire.publish("nobody but the snapshot");
        for (int restart = 0; restart < 2; restart++) {
            wire.close();
            wire = PubSubWire.start(data, clock);
        }
        wire.subscribe(subscription -> subscription);
        seek();
        assertThat(PubSubWire.texts(wire.pullNow())).containsExactly("open", "nobody but the snapshot");
    }

    @Test
    void aSnapshotIsShownListedLabelledAndDeleted() {
        Snapshot made = wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION);
        assertThat(made.getTopic()).isEqualTo(PubSubWire.TOPIC);
        assertThat(made.getExpireTime())
                .isEqualTo(Timestamps.fromMillis(
                        clock.instant().plus(Duration.ofDays(7)).toEpochMilli()));
        Snapshot labelled = wire.subscriptions.updateSnapshot(UpdateSnapshotRequest.newBuilder()
                .setSnapshot(Snapshot.newBuilder().setName(SNAPSHOT).putLabels("team", "blue"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                .build());
        assertThat(labelled)
                .isEqualTo(made.toBuilder().putLabels("team", "blue").build());
        assertThat(wire.subscriptions.listSnapshots("projects/demo").iterateAll())
                .containsExactly(labelled);
        assertThat(wire.topics.listTopicSnapshots(PubSubWire.TOPIC).iterateAll())
                .containsExactly(SNAPSHOT);
        wire.subscriptions.deleteSnapshot(SNAPSHOT);
        assertThatThrownBy(() -> wire.subscriptions.getSnapshot(SNAPSHOT))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("resource=before-deploy");
    }

    @Test
    void aSnapshotEndsAWeekAfterItsOldestMessage() {
        wire.publish("old");
        clock.advance(Duration.ofDays(6));
        wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION);
        clock.advance(Duration.ofHours(23).plusMinutes(1));
        assertThat(wire.subscriptions.getSnapshot(SNAPSHOT).getTopic()).isEqualTo(PubSubWire.TOPIC);
        assertThatThrownBy(() ->
                        wire.subscriptions.createSnapshot("projects/demo/snapshots/too-late", PubSubWire.SUBSCRIPTION))
                .isInstanceOf(FailedPreconditionException.class)
                .hasMessageContaining("less than 1 hour");
        clock.advance(Duration.ofMinutes(59));
        assertThatThrownBy(() -> wire.subscriptions.getSnapshot(SNAPSHOT)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatCannotBeIsRefused() {
        wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION);
        assertThatThrownBy(() -> wire.subscriptions.createSnapshot(SNAPSHOT, PubSubWire.SUBSCRIPTION))
                .isInstanceOf(AlreadyExistsException.class);
        wire.server.createTopic("projects/demo/topics/other");
        wire.server.createPullSubscription("projects/demo/subscriptions/of-other", "projects/demo/topics/other");
        assertThatThrownBy(() -> wire.subscriptions.seek(SeekRequest.newBuilder()
                        .setSubscription("projects/demo/subscriptions/of-other")
                        .setSnapshot(SNAPSHOT)
                        .build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("both must have one topic");
        assertThatThrownBy(() -> wire.subscriptions.seek(SeekRequest.newBuilder()
                        .setSubscription(PubSubWire.SUBSCRIPTION)
                        .build()))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("a time or a snapshot");
    }

    private void seek() {
        wire.subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(PubSubWire.SUBSCRIPTION)
                .setSnapshot(SNAPSHOT)
                .build());
    }
}
