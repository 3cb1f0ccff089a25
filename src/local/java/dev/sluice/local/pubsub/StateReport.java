package dev.sluice.local.pubsub;

import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a person wants to see of a server: its topics, and for each subscription what it owes and to whom. */
final class StateReport {
    private StateReport() {}

    /** Maps, lists, texts and numbers only. Called under the store's monitor. */
    static Map<String, Object> of(Store store) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put(
                "topics",
                store.topics().stream().map(topic -> topic(store, topic)).toList());
        report.put(
                "subscriptions",
                store.feeds().stream()
                        .map(feed -> subscription(feed, store.now().toEpochMilli()))
                        .toList());
        report.put(
                "snapshots",
                store.snapshots().stream().map(StateReport::snapshot).toList());
        return report;
    }

    private static Map<String, Object> topic(Store store, Topic topic) {
        List<String> subscriptions = store.feeds().stream()
                .map(Feed::subscription)
                .filter(subscription -> subscription.getTopic().equals(topic.getName()))
                .map(Subscription::getName)
                .toList();
        return Map.of("name", topic.getName(), "subscriptions", subscriptions);
    }

    private static Map<String, Object> snapshot(Snapshot snapshot) {
        return Map.of(
                "name", snapshot.getName(),
                "topic", snapshot.getTopic(),
                "expireTime", Timestamps.toString(snapshot.getExpireTime()));
    }

    private static Map<String, Object> subscription(Feed feed, long now) {
        Subscription subscription = feed.subscription();
        Backlog backlog = feed.backlog();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", subscription.getName());
        shown.put("topic", subscription.getTopic());
        shown.put("delivery", feed.isPush() ? "push" : "pull");
        shown.put("unacknowledged", backlog.kept().size());
        shown.put("outstanding", backlog.outstanding());
        shown.put("backingOff", backlog.resting());
        shown.put("consumers", feed.consumers());
        backlog.kept().stream()
                .findFirst()
                .ifPresent(oldest -> shown.put("oldestUnackedSeconds", (now - oldest.publishedMillis()) / 1_000));
        unlessEmpty(shown, "filter", subscription.getFilter());
        unlessEmpty(shown, "deadLetterTopic", subscription.getDeadLetterPolicy().getDeadLetterTopic());
        unlessEmpty(shown, "pushEndpoint", subscription.getPushConfig().getPushEndpoint());
        unlessEmpty(shown, "lastPushAnswer", feed.lastAnswer());
        return shown;
    }

    private static void unlessEmpty(Map<String, Object> shown, String name, String value) {
        if (!value.isEmpty()) {
            shown.put(name, value);
        }
    }
}
