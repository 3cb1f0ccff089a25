package dev.sluice.gcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.pubsub.v1.TopicAdminClient;
import dev.sluice.ClientRef;
import dev.sluice.GiveUp;
import dev.sluice.contract.StatusPublisherContract;
import dev.sluice.flow.LocalClouds;
import dev.sluice.flow.Topics;
import dev.sluice.local.LocalCloud;
import dev.sluice.message.StatusMessage;
import dev.sluice.message.StatusPublisher;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcpStatusPublisherTest extends StatusPublisherContract {
    @TempDir
    static Path data;

    private static LocalCloud cloud;
    private static TopicAdminClient pubsub;
    private static Topics topics;
    private static StatusPublisher publisher;

    @BeforeAll
    static void start() throws Exception {
        cloud = LocalClouds.withoutProcesses(data);
        Clients clients = Clients.of(cloud);
        pubsub = clients.producers().pubsub();
        publisher = new GcpStatusPublisher(pubsub, clients.sluice());
        topics = new Topics(cloud);
        topics.listen(ACME);
        topics.listen(GLOBEX);
    }

    @AfterAll
    static void stop() {
        topics.close();
        pubsub.close();
        cloud.close();
    }

    @Override
    protected StatusPublisher publisher() {
        return publisher;
    }

    @Override
    protected List<StatusMessage> received(ClientRef client) {
        return topics.look(client).stream()
                .map(message -> new StatusMessage(
                        message.getAttributesMap(), message.getData().toByteArray()))
                .toList();
    }

    @Test
    void aTopicThatIsNotThereIsToBeGivenUpOnWithItsName() {
        ClientRef initech = new ClientRef("mlops-template", "initech");
        assertThatThrownBy(() -> publisher.publish(initech, message("3")))
                .isInstanceOf(GiveUp.class)
                .hasMessageContaining("publish to projects/demo/topics/batch-mlops-template-initech-outputs");
    }
}
