package dev.sluice.local.pubsub;

/** A topic's identity: {@code projects/PROJECT/topics/ID}. */
record TopicRef(String project, String id) {
    /** What a subscription shows as its topic once that topic is gone (source: Subscription.topic in pubsub.proto). */
    static final String DELETED = "_deleted-topic_";

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when it is no topic's name */
    static TopicRef parse(String name) {
        ResourceNames.Parts parts = ResourceNames.parse("topics", name);
        return new TopicRef(parts.project(), parts.id());
    }

    String name() {
        return "projects/" + project + "/topics/" + id;
    }
}
