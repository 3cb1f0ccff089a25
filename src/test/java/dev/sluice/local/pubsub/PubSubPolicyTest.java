package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.iam.v1.Binding;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PubSubPolicyTest {
    private static final Binding PUBLISHER = Binding.newBuilder()
            .setRole("roles/pubsub.publisher")
            .addMembers("serviceAccount:job@demo.iam.gserviceaccount.com")
            .build();

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
    void aPolicyIsEmptyUntilItIsSetAndSurvivesARestart() throws Exception {
        Policy empty = policy(PubSubWire.TOPIC);
        assertThat(empty.getBindingsList()).isEmpty();
        assertThat(empty.getEtag().isEmpty()).isFalse();
        Policy set =
                set(PubSubWire.TOPIC, empty.toBuilder().addBindings(PUBLISHER).build());
        assertThat(set.getBindingsList()).containsExactly(PUBLISHER);
        for (int restart = 0; restart < 2; restart++) {
            wire.close();
            wire = PubSubWire.start(data, clock);
            assertThat(policy(PubSubWire.TOPIC)).isEqualTo(set);
        }
        assertThat(policy(PubSubWire.SUBSCRIPTION).getBindingsList()).isEmpty();
    }

    @Test
    void aPolicyReadBeforeAnotherChangeIsNotWritten() {
        Policy read = policy(PubSubWire.TOPIC);
        set(PubSubWire.TOPIC, read.toBuilder().addBindings(PUBLISHER).build());
        assertThatThrownBy(() -> set(PubSubWire.TOPIC, read))
                .isInstanceOf(AbortedException.class)
                .hasMessageContaining("There were concurrent policy changes.");
        assertThat(policy(PubSubWire.TOPIC).getBindingsList()).containsExactly(PUBLISHER);
    }

    @Test
    void aPolicyGoesWithItsTopic() {
        set(PubSubWire.TOPIC, Policy.newBuilder().addBindings(PUBLISHER).build());
        wire.topics.deleteTopic(PubSubWire.TOPIC);
        wire.topics.createTopic(PubSubWire.TOPIC);
        assertThat(policy(PubSubWire.TOPIC).getBindingsList()).isEmpty();
    }

    @Test
    void everyPermissionIsGrantedOnWhatIsThere() {
        List<String> asked = List.of("pubsub.topics.publish", "pubsub.topics.delete");
        assertThat(wire.topics
                        .testIamPermissions(TestIamPermissionsRequest.newBuilder()
                                .setResource(PubSubWire.TOPIC)
                                .addAllPermissions(asked)
                                .build())
                        .getPermissionsList())
                .isEqualTo(asked);
        assertThatThrownBy(() -> policy("projects/demo/topics/none")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> policy("projects/demo/schemas/none"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("It must look like projects/PROJECT/topics/ID");
    }

    private Policy policy(String resource) {
        return wire.topics.getIamPolicy(
                GetIamPolicyRequest.newBuilder().setResource(resource).build());
    }

    private Policy set(String resource, Policy policy) {
        return wire.topics.setIamPolicy(SetIamPolicyRequest.newBuilder()
                .setResource(resource)
                .setPolicy(policy)
                .build());
    }
}
