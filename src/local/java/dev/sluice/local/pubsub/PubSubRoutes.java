package dev.sluice.local.pubsub;

import com.google.api.HttpRule;
import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.IamPolicyProto;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.CreateSnapshotRequest;
import com.google.pubsub.v1.DeleteSnapshotRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.DetachSubscriptionRequest;
import com.google.pubsub.v1.DetachSubscriptionResponse;
import com.google.pubsub.v1.GetSnapshotRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListSnapshotsRequest;
import com.google.pubsub.v1.ListSnapshotsResponse;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicSnapshotsRequest;
import com.google.pubsub.v1.ListTopicSnapshotsResponse;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.ModifyPushConfigRequest;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubProto;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.SchemaProto;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.SeekResponse;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSnapshotRequest;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import com.google.rpc.ErrorDetailsProto;
import dev.sluice.local.wire.WireServer.Served;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Every method that is served, by gRPC or at its REST address, and what serves it. */
final class PubSubRoutes {
    /** What the {@code Any} of an error can hold. */
    static final List<FileDescriptor> TYPES = List.of(ErrorDetailsProto.getDescriptor());

    /** Pub/Sub's own addresses of the mixin (source: google/pubsub/v1/pubsub_v1.yaml); those of IAM itself differ in the verb. */
    private static final Map<String, HttpRule> POLICY_ADDRESSES = Map.of(
            "GetIamPolicy",
            HttpRule.newBuilder()
                    .setGet("/v1/{resource=projects/*/*/*}:getIamPolicy")
                    .build(),
            "SetIamPolicy",
            HttpRule.newBuilder()
                    .setPost("/v1/{resource=projects/*/*/*}:setIamPolicy")
                    .setBody("*")
                    .build(),
            "TestIamPermissions",
            HttpRule.newBuilder()
                    .setPost("/v1/{resource=projects/*/*/*}:testIamPermissions")
                    .setBody("*")
                    .build());

    private PubSubRoutes() {}

    /** What does the work behind the methods. */
    record Desks(
            TopicAdmin topics,
            SubscriptionAdmin subscriptions,
            SnapshotAdmin snapshots,
            Policies policies,
            Pulls pulls) {}

    static List<Served> of(Desks desks, ServerInterceptor... interceptors) {
        ServiceDescriptor schemas = SchemaProto.getDescriptor().findServiceByName("SchemaService");
        ServiceDescriptor iam = IamPolicyProto.getDescriptor().findServiceByName("IAMPolicy");
        return List.of(
                // first, since T:getIamPolicy would be a topic's id at the address of GetTopic
                new Served(
                        ServerInterceptors.intercept(policies(iam, desks.policies()), interceptors),
                        iam,
                        POLICY_ADDRESSES),
                new Served(
                        ServerInterceptors.intercept(publisher(desks), interceptors),
                        PubsubProto.getDescriptor().findServiceByName("Publisher")),
                new Served(
                        ServerInterceptors.intercept(subscriber(desks), interceptors),
                        PubsubProto.getDescriptor().findServiceByName("Subscriber")),
                new Served(new GrpcService(schemas).build(), schemas));
    }

    private static ServerServiceDefinition policies(ServiceDescriptor iam, Policies policies) {
        Policy policy = Policy.getDefaultInstance();
        return new GrpcService(iam)
                .unary("GetIamPolicy", GetIamPolicyRequest.getDefaultInstance(), policy, policies::get)
                .unary("SetIamPolicy", SetIamPolicyRequest.getDefaultInstance(), policy, policies::set)
                .unary(
                        "TestIamPermissions",
                        TestIamPermissionsRequest.getDefaultInstance(),
                        TestIamPermissionsResponse.getDefaultInstance(),
                        policies::test)
                .build();
    }

    private static ServerServiceDefinition publisher(Desks desks) {
        TopicAdmin topics = desks.topics();
        Topic topic = Topic.getDefaultInstance();
        return new GrpcService(PubsubProto.getDescriptor().findServiceByName("Publisher"))
                .unary("CreateTopic", topic, topic, topics::create)
                .unary("UpdateTopic", UpdateTopicRequest.getDefaultInstance(), topic, topics::update)
                .unary("GetTopic", GetTopicRequest.getDefaultInstance(), topic, q -> topics.get(q.getTopic()))
                .unary(
                        "ListTopics",
                        ListTopicsRequest.getDefaultInstance(),
                        ListTopicsResponse.getDefaultInstance(),
                        topics::list)
                .unary(
                        "ListTopicSubscriptions",
                        ListTopicSubscriptionsRequest.getDefaultInstance(),
                        ListTopicSubscriptionsResponse.getDefaultInstance(),
                        topics::listSubscriptions)
                .unary(
                        "ListTopicSnapshots",
                        ListTopicSnapshotsRequest.getDefaultInstance(),
                        ListTopicSnapshotsResponse.getDefaultInstance(),
                        desks.snapshots()::listOf)
                .unary(
                        "DeleteTopic",
                        DeleteTopicRequest.getDefaultInstance(),
                        Empty.getDefaultInstance(),
                        silent(q -> topics.delete(q.getTopic())))
                .unary(
                        "DetachSubscription",
                        DetachSubscriptionRequest.getDefaultInstance(),
                        DetachSubscriptionResponse.getDefaultInstance(),
                        q -> topics.detach(q.getSubscription()))
                .unary(
                        "Publish",
                        PublishRequest.getDefaultInstance(),
                        PublishResponse.getDefaultInstance(),
                        topics::publish)
                .build();
    }

    private static ServerServiceDefinition subscriber(Desks desks) {
        SubscriptionAdmin subscriptions = desks.subscriptions();
        SnapshotAdmin snapshots = desks.snapshots();
        Pulls pulls = desks.pulls();
        Snapshot snapshot = Snapshot.getDefaultInstance();
        Subscription subscription = Subscription.getDefaultInstance();
        Empty nothing = Empty.getDefaultInstance();
        return new GrpcService(PubsubProto.getDescriptor().findServiceByName("Subscriber"))
                        .unary("CreateSubscription", subscription, subscription, subscriptions::create)
                        .unary(
                                "GetSubscription",
                                GetSubscriptionRequest.getDefaultInstance(),
                                subscription,
                                q -> subscriptions.get(q.getSubscription()))
                        .unary(
                                "UpdateSubscription",
                                UpdateSubscriptionRequest.getDefaultInstance(),
                                subscription,
                                subscriptions::update)
                        .unary(
                                "ListSubscriptions",
                                ListSubscriptionsRequest.getDefaultInstance(),
                                ListSubscriptionsResponse.getDefaultInstance(),
                                subscriptions::list)
                        .unary(
                                "DeleteSubscription",
                                DeleteSubscriptionRequest.getDefaultInstance(),
                                nothing,
                                silent(q -> subscriptions.delete(q.getSubscription())))
                        .unary(
                                "ModifyPushConfig",
                                ModifyPushConfigRequest.getDefaultInstance(),
                                nothing,
                                silent(q -> subscriptions.modifyPushConfig(q.getSubscription(), q.getPushConfig())))
                        .unary(
                                "CreateSnapshot",
                                CreateSnapshotRequest.getDefaultInstance(),
                                snapshot,
                                snapshots::create)
                        .unary(
                                "GetSnapshot",
                                GetSnapshotRequest.getDefaultInstance(),
                                snapshot,
                                q -> snapshots.get(q.getSnapshot()))
                        .unary(
                                "UpdateSnapshot",
                                UpdateSnapshotRequest.getDefaultInstance(),
                                snapshot,
                                snapshots::update)
                        .unary(
                                "ListSnapshots",
                                ListSnapshotsRequest.getDefaultInstance(),
                                ListSnapshotsResponse.getDefaultInstance(),
                                snapshots::list)
                        .unary(
                                "DeleteSnapshot",
                                DeleteSnapshotRequest.getDefaultInstance(),
                                nothing,
                                silent(q -> snapshots.delete(q.getSnapshot())))
                        .unary(
                                "Seek",
                                SeekRequest.getDefaultInstance(),
                                SeekResponse.getDefaultInstance(),
                                subscriptions::seek)
                        .unary(
                                "Acknowledge",
                                AcknowledgeRequest.getDefaultInstance(),
                                nothing,
                                silent(pulls::acknowledge))
                        .unary(
                                "ModifyAckDeadline",
                                ModifyAckDeadlineRequest.getDefaultInstance(),
                                nothing,
                                silent(pulls::modifyAckDeadline))
                        .async("Pull", PullRequest.getDefaultInstance(), PullResponse.getDefaultInstance(), pulls::pull)
                        .stream(
                                "StreamingPull",
                                StreamingPullRequest.getDefaultInstance(),
                                StreamingPullResponse.getDefaultInstance(),
                                pulls::stream)
                        .build();
    }

    private static <Q> Function<Q, Empty> silent(Consumer<Q> does) {
        return asked -> {
            does.accept(asked);
            return Empty.getDefaultInstance();
        };
    }
}
