package dev.sluice.gcp;

import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.message.StatusMessage;
import dev.sluice.message.StatusPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The clients' topics in Pub/Sub: one unary publish a message, because a batching publisher's thread may get no CPU between requests. */
@ApplicationScoped
class GcpStatusPublisher implements StatusPublisher {
    private final TopicAdminClient pubsub;
    private final String project;

    GcpStatusPublisher(TopicAdminClient pubsub, SluiceConfig config) {
        this.pubsub = pubsub;
        this.project = config.project();
    }

    @Override
    public void publish(ClientRef client, StatusMessage message) {
        TopicName topic = TopicName.of(project, client.topic());
        PubsubMessage published = PubsubMessage.newBuilder()
                .putAllAttributes(message.attributes())
                .setData(ByteString.copyFrom(message.data()))
                .build();
        GcpErrors.call("publish to " + topic, () -> pubsub.publish(topic, List.of(published)));
    }
}
