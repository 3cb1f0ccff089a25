package dev.sluice.local.pubsub;

import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.DetachSubscriptionResponse;
import com.google.pubsub.v1.ListTopicSubscriptionsRequest;
import com.google.pubsub.v1.ListTopicSubscriptionsResponse;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateTopicRequest;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What {@code google.pubsub.v1.Publisher} does. Labels and retention of a topic are kept and shown; retention at the topic has no
 * effect, because only seeking back would use it.
 */
final class TopicAdmin {
    private final Store store;

    TopicAdmin(Store store) {
        this.store = store;
    }

    Topic create(Topic wanted) {
        TopicRef ref = TopicRef.parse(wanted.getName());
        refuseForeign(wanted);
        synchronized (store) {
            if (store.hasTopic(ref.name())) {
                throw Refusals.alreadyExists(ref.id());
            }
            return put(wanted.toBuilder().setState(Topic.State.ACTIVE).build());
        }
    }

    Topic update(UpdateTopicRequest request) {
        TopicRef ref = TopicRef.parse(request.getTopic().getName());
        synchronized (store) {
            Topic.Builder changed = Updates.merge(
                    request.getUpdateMask(), request.getTopic(), store.topic(ref).toBuilder(), Set.of("name", "state"));
            refuseForeign(changed.build());
            return put(changed.build());
        }
    }

    Topic get(String name) {
        TopicRef ref = TopicRef.parse(name);
        synchronized (store) {
            return store.topic(ref);
        }
    }

    ListTopicsResponse list(ListTopicsRequest request) {
        String prefix = ResourceNames.prefix(request.getProject(), "topics");
        synchronized (store) {
            List<Topic> topics = store.topics().stream()
                    .filter(topic -> topic.getName().startsWith(prefix))
                    .toList();
            Page<Topic> page = Page.of(topics, Topic::getName, request.getPageSize(), request.getPageToken());
            return ListTopicsResponse.newBuilder()
                    .addAllTopics(page.items())
                    .setNextPageToken(page.nextToken())
                    .build();
        }
    }

    ListTopicSubscriptionsResponse listSubscriptions(ListTopicSubscriptionsRequest request) {
        TopicRef ref = TopicRef.parse(request.getTopic());
        synchronized (store) {
            store.topic(ref);
            List<String> names = store.feeds().stream()
                    .map(Feed::subscription)
                    .filter(subscription -> subscription.getTopic().equals(ref.name()) && !subscription.getDetached())
                    .map(subscription -> subscription.getName())
                    .toList();
            Page<String> page = Page.of(names, Function.identity(), request.getPageSize(), request.getPageToken());
            return ListTopicSubscriptionsResponse.newBuilder()
                    .addAllSubscriptions(page.items())
                    .setNextPageToken(page.nextToken())
                    .build();
        }
    }

    void delete(String name) {
        TopicRef ref = TopicRef.parse(name);
        synchronized (store) {
            store.topic(ref);
            store.deleteTopic(ref.name());
            store.commit();
        }
    }

    PublishResponse publish(PublishRequest request) {
        TopicRef ref = TopicRef.parse(request.getTopic());
        PublishLimits.check(request);
        PublishResponse.Builder response = PublishResponse.newBuilder();
        synchronized (store) {
            store.topic(ref);
            Timestamp time = store.publishTime();
            request.getMessagesList()
                    .forEach(message -> response.addMessageIds(store.accept(ref.name(), message, time)));
            store.commit();
        }
        return response.build();
    }

    /** The subscription stays, holds nothing and gets nothing any more. */
    DetachSubscriptionResponse detach(String subscription) {
        SubscriptionRef ref = SubscriptionRef.parse(subscription);
        synchronized (store) {
            Feed feed = store.feed(ref);
            store.settled(feed, feed.backlog().dropBefore(Long.MAX_VALUE));
            store.put(feed.subscription().toBuilder().setDetached(true).build());
            store.commit();
            feed.end(Status.FAILED_PRECONDITION.withDescription("The subscription is detached from its topic."));
        }
        return DetachSubscriptionResponse.getDefaultInstance();
    }

    private Topic put(Topic topic) {
        store.put(topic);
        store.commit();
        return topic;
    }

    private static void refuseForeign(Topic topic) {
        if (topic.hasSchemaSettings()) {
            throw Refusals.unimplemented("schemas, so a topic cannot have schema_settings");
        }
        if (topic.hasIngestionDataSourceSettings()) {
            throw Refusals.unimplemented("ingestion, so a topic cannot have ingestion_data_source_settings");
        }
        if (topic.getMessageTransformsCount() > 0) {
            throw Refusals.unimplemented("message transforms, so a topic cannot have message_transforms");
        }
    }
}
