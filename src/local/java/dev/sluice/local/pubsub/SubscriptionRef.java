package dev.sluice.local.pubsub;

/** A subscription's identity: {@code projects/PROJECT/subscriptions/ID}. */
record SubscriptionRef(String project, String id) {
    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when it is no subscription's name */
    static SubscriptionRef parse(String name) {
        ResourceNames.Parts parts = ResourceNames.parse("subscriptions", name);
        return new SubscriptionRef(parts.project(), parts.id());
    }

    String name() {
        return "projects/" + project + "/subscriptions/" + id;
    }
}
