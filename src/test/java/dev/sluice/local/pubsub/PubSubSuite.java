package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.AckResponse;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import com.google.pubsub.v1.UpdateSubscriptionRequest;
import com.google.pubsub.v1.UpdateTopicRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What any Pub/Sub must do, as Google's Java clients and plain HTTP see it: one suite for the local one and for Google's emulator. Where
 * the two differ a method says so. One suite in one file, so that it can be read as the list of what holds everywhere.
 */
abstract class PubSubSuite {
    private static final AtomicInteger PROJECTS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JSON = "application/json";

    /** A project of each test's own, for servers that several tests share. */
    private final String project = "p" + ProcessHandle.current().pid() + "-" + PROJECTS.incrementAndGet();

    private final String topic = "projects/" + project + "/topics/orders";
    private final String subscription = "projects/" + project + "/subscriptions/orders-worker";
    private final HttpClient http = HttpClient.newHttpClient();
    private PubSubClients clients;

    /** Where the server listens, {@code host:port}. */
    abstract String endpoint();

    /** Google's emulator keeps a filter, takes any text for one, and delivers everything. */
    boolean appliesFilters() {
        return true;
    }

    /** Google's emulator says no {@code deliveryAttempt} in a push body. */
    boolean tellsAttemptsInPushes() {
        return true;
    }

    /** Google's emulator sends no {@code Authorization} with a push, though it keeps and shows the {@code oidcToken}. */
    boolean signsPushes() {
        return true;
    }

    /** Google's emulator knows no labels when a topic is updated, only when it is made. */
    boolean relabelsTopics() {
        return true;
    }

    /** Google's emulator takes any ack deadline, also one below the 10 seconds that Google asks for. */
    boolean boundsAckDeadlines() {
        return true;
    }

    /** Google's emulator answers UNIMPLEMENTED to the calls of IAM. */
    boolean keepsPolicies() {
        return true;
    }

    @BeforeEach
    void connect() throws IOException {
        clients = new PubSubClients(endpoint());
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    // ---- topics and subscriptions

    @Test
    void aTopicIsMadeOnceShownListedLabelledAndDeleted() {
        Topic made = clients.topics.createTopic(topic);
        assertThat(made.getName()).isEqualTo(topic);
        assertThatThrownBy(() -> clients.topics.createTopic(topic)).isInstanceOf(AlreadyExistsException.class);
        if (relabelsTopics()) {
            Topic labelled = clients.topics.updateTopic(UpdateTopicRequest.newBuilder()
                    .setTopic(Topic.newBuilder().setName(topic).putLabels("team", "blue"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("labels"))
                    .build());
            assertThat(clients.topics.getTopic(topic)).isEqualTo(labelled);
            assertThat(labelled.getLabelsMap()).containsEntry("team", "blue");
        }
        assertThat(clients.topics.listTopics("projects/" + project).iterateAll())
                .extracting(Topic::getName)
                .containsExactly(topic);
        clients.topics.deleteTopic(topic);
        assertThatThrownBy(() -> clients.topics.getTopic(topic)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> clients.topics.deleteTopic(topic)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void aSubscriptionIsMadeOnceShownListedChangedAndDeleted() {
        Subscription made = subscribe(how -> how.setAckDeadlineSeconds(20).putLabels("team", "blue"));
        assertThat(made.getTopic()).isEqualTo(topic);
        assertThat(made.getAckDeadlineSeconds()).isEqualTo(20);
        assertThat(made.getMessageRetentionDuration()).isEqualTo(Durations.fromDays(7));
        assertThatThrownBy(() -> subscribe(how -> how)).isInstanceOf(AlreadyExistsException.class);
        Subscription changed = clients.subscriptions.updateSubscription(UpdateSubscriptionRequest.newBuilder()
                .setSubscription(Subscription.newBuilder().setName(subscription).setAckDeadlineSeconds(60))
                .setUpdateMask(FieldMask.newBuilder().addPaths("ack_deadline_seconds"))
                .build());
        assertThat(changed.getAckDeadlineSeconds()).isEqualTo(60);
        assertThat(changed.getLabelsMap()).containsEntry("team", "blue");
        assertThat(clients.subscriptions
                        .listSubscriptions("projects/" + project)
                        .iterateAll())
                .extracting(Subscription::getName)
                .containsExactly(subscription);
        assertThat(clients.topics.listTopicSubscriptions(topic).iterateAll()).containsExactly(subscription);
        clients.subscriptions.deleteSubscription(subscription);
        assertThatThrownBy(() -> clients.subscriptions.getSubscription(subscription))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void whatIsMissingOrMisnamedIsRefused() {
        assertThatThrownBy(() -> clients.topics.publish(topic, List.of(message("x"))))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> clients.subscriptions.createSubscription(
                        subscription, topic, PushConfig.getDefaultInstance(), 10))
                .isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> clients.pull(subscription, 1)).isInstanceOf(NotFoundException.class);
        for (String id : List.of("ab", "1abc", "goog-things", "with space")) {
            assertThatThrownBy(() -> clients.topics.createTopic("projects/" + project + "/topics/" + id))
                    .as(id)
                    .isInstanceOf(InvalidArgumentException.class);
        }
        clients.topics.createTopic(topic);
        assertThatThrownBy(() -> clients.topics.publish(topic, List.of(PubsubMessage.getDefaultInstance())))
                .isInstanceOf(InvalidArgumentException.class);
        if (boundsAckDeadlines()) {
            assertThatThrownBy(() -> subscribe(how -> how.setAckDeadlineSeconds(9)))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void theSubscriptionOfADeletedTopicSaysSoAndKeepsItsMessages() {
        subscribe(how -> how);
        clients.topics.publish(topic, List.of(message("kept")));
        clients.topics.deleteTopic(topic);
        assertThat(clients.subscriptions.getSubscription(subscription).getTopic())
                .isEqualTo("_deleted-topic_");
        assertThat(PubSubClients.texts(pullAll(1))).containsExactly("kept");
    }

    // ---- publishing and pulling

    @Test
    void aMessageComesAsItWasPublishedToEverySubscription() {
        subscribe(how -> how);
        String second = subscription + "-2";
        clients.subscriptions.createSubscription(second, topic, PushConfig.getDefaultInstance(), 10);
        String id = clients.topics
                .publish(
                        topic,
                        List.of(message("hello").toBuilder()
                                .putAttributes("kind", "greeting")
                                .build()))
                .getMessageIds(0);
        for (String each : List.of(subscription, second)) {
            ReceivedMessage received = pullAll(each, 1).get(0);
            assertThat(received.getMessage().getMessageId()).isEqualTo(id);
            assertThat(received.getMessage().getData().toStringUtf8()).isEqualTo("hello");
            assertThat(received.getMessage().getAttributesMap()).containsExactly(Map.entry("kind", "greeting"));
            assertThat(received.getMessage().hasPublishTime()).isTrue();
            assertThat(received.getDeliveryAttempt())
                    .as("no dead letter policy, no count")
                    .isZero();
            clients.subscriptions.acknowledge(each, List.of(received.getAckId()));
        }
        assertThat(clients.pullNow(subscription)).isEmpty();
    }

    @Test
    void aRefusedMessageComesAgain() {
        subscribe(how -> how);
        clients.topics.publish(topic, List.of(message("again")));
        List<ReceivedMessage> first = pullAll(1);
        clients.subscriptions.modifyAckDeadline(subscription, PubSubClients.ackIds(first), 0);
        assertThat(PubSubClients.texts(pullAll(1))).containsExactly("again");
    }

    @Test
    void aMessageThatIsNotAcknowledgedComesAgainAfterItsDeadline() {
        subscribe(how -> how.setAckDeadlineSeconds(10));
        clients.topics.publish(topic, List.of(message("again")));
        assertThat(pullAll(1)).hasSize(1);
        assertThat(clients.pullNow(subscription)).isEmpty();
        assertThat(PubSubClients.texts(pullAll(1))).containsExactly("again");
    }

    @Test
    void seekingToNowLetsGoOfTheBacklog() {
        subscribe(how -> how);
        clients.topics.publish(topic, List.of(message("old")));
        assertThat(PubSubClients.texts(pullAll(1))).containsExactly("old");
        // a minute ahead, for two clocks of one machine need not be one
        clients.subscriptions.seek(SeekRequest.newBuilder()
                .setSubscription(subscription)
                .setTime(com.google.protobuf.util.Timestamps.fromMillis(
                        java.time.InstantSource.system().millis() + 60_000))
                .build());
        assertThat(clients.pullNow(subscription)).isEmpty();
    }

    @Test
    void aFilterDecidesWhatIsDelivered() {
        subscribe(how -> how.setFilter("attributes.kind = \"order\" AND NOT attributes:test"));
        clients.topics.publish(
                topic,
                List.of(
                        message("plain"),
                        message("test").toBuilder()
                                .putAttributes("kind", "order")
                                .putAttributes("test", "")
                                .build(),
                        message("real").toBuilder()
                                .putAttributes("kind", "order")
                                .build()));
        assertThat(PubSubClients.texts(pullAll(appliesFilters() ? 1 : 3)))
                .containsExactlyElementsOf(appliesFilters() ? List.of("real") : List.of("plain", "test", "real"));
        assertThat(clients.pullNow(subscription)).isEmpty();
    }

    @Test
    void aMessageThatFailsTooOftenIsCountedAndMovesToTheDeadLetterTopic() {
        String graveyard = "projects/" + project + "/topics/graveyard";
        String mourner = "projects/" + project + "/subscriptions/mourner";
        clients.topics.createTopic(graveyard);
        clients.subscriptions.createSubscription(mourner, graveyard, PushConfig.getDefaultInstance(), 10);
        subscribe(how -> how.setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder().setDeadLetterTopic(graveyard).setMaxDeliveryAttempts(5)));
        clients.topics.publish(
                topic,
                List.of(message("poison").toBuilder()
                        .putAttributes("kind", "bad")
                        .build()));
        for (int attempt = 1; attempt <= 5; attempt++) {
            List<ReceivedMessage> delivery = pullAll(1);
            assertThat(delivery.get(0).getDeliveryAttempt()).isEqualTo(attempt);
            clients.subscriptions.modifyAckDeadline(subscription, PubSubClients.ackIds(delivery), 0);
        }
        // Google's emulator moves it when the subscription is next asked
        assertThat(clients.pullNow(subscription)).isEmpty();
        PubsubMessage dead = pullAll(mourner, 1).get(0).getMessage();
        assertThat(dead.getData().toStringUtf8()).isEqualTo("poison");
        assertThat(dead.getAttributesMap())
                .containsEntry("kind", "bad")
                .containsEntry("CloudPubSubDeadLetterSourceDeliveryCount", "5")
                .containsEntry("CloudPubSubDeadLetterSourceSubscription", "orders-worker")
                .containsEntry("CloudPubSubDeadLetterSourceSubscriptionProject", project)
                .containsKey("CloudPubSubDeadLetterSourceTopicPublishTime");
    }

    // ---- Google's Publisher and Subscriber

    @Test
    void whatThePublisherSendsTheSubscriberReceives() throws Exception {
        subscribe(how -> how);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = clients.subscriber(
                subscription,
                (message, reply) -> {
                    received.add(message.getData().toStringUtf8());
                    reply.ack();
                },
                how -> how);
        List<String> sent = publish(500, "");
        await().atMost(PATIENCE).until(() -> received.stream().distinct().count() == sent.size());
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void messagesOfAKeyAreReceivedInTheirOrder() throws Exception {
        subscribe(how -> how.setEnableMessageOrdering(true));
        List<String> sent = publish(100, "key");
        Queue<String> received = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = clients.subscriber(
                subscription,
                (message, reply) -> {
                    received.add(message.getOrderingKey() + message.getData().toStringUtf8());
                    reply.ack();
                },
                how -> how);
        await().atMost(PATIENCE).until(() -> received.size() >= sent.size());
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(received)
                .containsExactlyElementsOf(sent.stream().map("key"::concat).toList());
    }

    @Test
    void aSubscriberThatRefusesReceivesAgain() throws Exception {
        subscribe(how -> how);
        AtomicInteger tries = new AtomicInteger();
        Subscriber subscriber = clients.subscriber(
                subscription,
                (message, reply) -> {
                    if (tries.incrementAndGet() < 3) {
                        reply.nack();
                    } else {
                        reply.ack();
                    }
                },
                how -> how);
        clients.topics.publish(topic, List.of(message("third time lucky")));
        await().atMost(PATIENCE).until(() -> tries.get() == 3);
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
    }

    @Test
    void flowControlBoundsWhatASubscriberHolds() throws Exception {
        subscribe(how -> how);
        publish(30, "");
        Queue<AckReplyConsumer> held = new ConcurrentLinkedQueue<>();
        AtomicBoolean holds = new AtomicBoolean(true);
        AtomicInteger passed = new AtomicInteger();
        MessageReceiver receiver = (message, reply) -> {
            if (holds.get()) {
                held.add(reply);
            } else {
                reply.ack();
                passed.incrementAndGet();
            }
        };
        Subscriber subscriber = clients.subscriber(
                subscription, receiver, how -> how.setFlowControlSettings(FlowControlSettings.newBuilder()
                                .setMaxOutstandingElementCount(7L)
                                .build())
                        .setParallelPullCount(1));
        await().atMost(PATIENCE).until(() -> held.size() == 7);
        await().during(Duration.ofMillis(300)).until(() -> held.size() == 7);
        holds.set(false);
        held.forEach(AckReplyConsumer::ack);
        await().atMost(PATIENCE).until(() -> passed.get() >= 23);
        subscriber.stopAsync().awaitTerminated(20, TimeUnit.SECONDS);
    }

    @Test
    void anExactlyOnceSubscriberHearsThatItsAcknowledgementCounted() throws Exception {
        subscribe(how -> how.setEnableExactlyOnceDelivery(true));
        Queue<AckResponse> answers = new ConcurrentLinkedQueue<>();
        Subscriber subscriber = clients.subscriber(subscription, (message, reply) -> {
            try {
                answers.add(reply.ack().get(10, TimeUnit.SECONDS));
            } catch (Exception e) {
                answers.add(AckResponse.OTHER);
            }
        });
        clients.topics.publish(topic, List.of(message("once")));
        await().atMost(PATIENCE).until(() -> !answers.isEmpty());
        subscriber.stopAsync().awaitTerminated(10, TimeUnit.SECONDS);
        assertThat(answers).containsExactly(AckResponse.SUCCESSFUL);
    }

    // ---- push

    @Test
    void aPushIsWrappedRefusedTriedAgainAndCounted() throws Exception {
        String graveyard = "projects/" + project + "/topics/graveyard";
        clients.topics.createTopic(graveyard);
        try (Receiver receiver = new Receiver(n -> n < 3 ? 503 : 204)) {
            subscribe(how -> how.setPushConfig(push(receiver)
                            .setOidcToken(PushConfig.OidcToken.newBuilder()
                                    .setServiceAccountEmail("pusher@demo.iam.gserviceaccount.com")
                                    .setAudience("the-service")))
                    .setDeadLetterPolicy(DeadLetterPolicy.newBuilder()
                            .setDeadLetterTopic(graveyard)
                            .setMaxDeliveryAttempts(5)));
            String id = clients.topics
                    .publish(
                            topic,
                            List.of(message("hello").toBuilder()
                                    .putAttributes("kind", "greeting")
                                    .build()))
                    .getMessageIds(0);
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 3);
            await().during(Duration.ofMillis(300))
                    .until(() -> receiver.requests().size() == 3);
            for (int attempt = 1; attempt <= 3; attempt++) {
                Receiver.Request request = receiver.requests().get(attempt - 1);
                JsonNode body = new ObjectMapper().readTree(request.body());
                assertThat(request.headers().get("Content-Type")).startsWith(JSON);
                assertThat(body.get("subscription").asText()).isEqualTo(subscription);
                assertThat(body.at("/message/messageId").asText()).isEqualTo(id);
                assertThat(body.at("/message/message_id").asText()).isEqualTo(id);
                assertThat(body.at("/message/publishTime").asText())
                        .isEqualTo(body.at("/message/publish_time").asText())
                        .isNotEmpty();
                assertThat(body.at("/message/data").asText()).isEqualTo("aGVsbG8=");
                assertThat(body.at("/message/attributes/kind").asText()).isEqualTo("greeting");
                assertThat(body.path("deliveryAttempt").asInt()).isEqualTo(tellsAttemptsInPushes() ? attempt : 0);
                assertThat(request.headers().containsKey("Authorization")).isEqualTo(signsPushes());
            }
        }
    }

    @Test
    void anUnwrappedPushIsTheDataAlone() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            subscribe(how -> how.setPushConfig(push(receiver)
                    .setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(true))));
            String id = clients.topics.publish(topic, List.of(message("raw"))).getMessageIds(0);
            await().atMost(PATIENCE).until(() -> receiver.requests().size() == 1);
            assertThat(receiver.requests().get(0).body()).isEqualTo("raw");
            assertThat(receiver.requests().get(0).headers())
                    .containsEntry("x-goog-pubsub-message-id", id)
                    .containsEntry("x-goog-pubsub-subscription-name", subscription);
        }
    }

    @Test
    void aPushSubscriptionCanBecomeAPullSubscription() throws Exception {
        try (Receiver receiver = new Receiver(n -> 500)) {
            subscribe(how -> how.setPushConfig(push(receiver)));
            clients.topics.publish(topic, List.of(message("over to you")));
            await().atMost(PATIENCE).until(() -> !receiver.requests().isEmpty());
            clients.subscriptions.modifyPushConfig(subscription, PushConfig.getDefaultInstance());
            assertThat(PubSubClients.texts(pullAll(1))).containsExactly("over to you");
        }
    }

    // ---- REST, on the same port

    @Test
    void everythingWorksByRestToo() throws Exception {
        assertThat(rest("PUT", topic, "").get("name").asText()).isEqualTo(topic);
        assertThat(rest("PUT", subscription, "{\"topic\": \"%s\", \"ackDeadlineSeconds\": 30}".formatted(topic))
                        .get("ackDeadlineSeconds")
                        .asInt())
                .isEqualTo(30);
        assertThat(rest("GET", "projects/" + project + "/topics?pageSize=5&alt=json", "")
                        .at("/topics/0/name")
                        .asText())
                .isEqualTo(topic);
        assertThat(rest("GET", topic + "/subscriptions", "")
                        .at("/subscriptions/0")
                        .asText())
                .isEqualTo(subscription);
        String id = rest(
                        "POST",
                        topic + ":publish",
                        "{\"messages\": [{\"data\": \"aGVsbG8=\", \"attributes\": {\"kind\": \"greeting\"}}]}")
                .at("/messageIds/0")
                .asText();
        JsonNode pulled =
                rest("POST", subscription + ":pull", "{\"maxMessages\": 1}").at("/receivedMessages/0");
        assertThat(pulled.at("/message/messageId").asText()).isEqualTo(id);
        assertThat(pulled.at("/message/data").asText()).isEqualTo("aGVsbG8=");
        assertThat(pulled.at("/message/attributes/kind").asText()).isEqualTo("greeting");
        String ackIds = "{\"ackIds\": [\"" + pulled.get("ackId").asText() + "\"%s}";
        rest("POST", subscription + ":modifyAckDeadline", ackIds.formatted("], \"ackDeadlineSeconds\": 60"));
        rest("POST", subscription + ":acknowledge", ackIds.formatted("]"));
        JsonNode changed = rest(
                "PATCH",
                subscription,
                "{\"subscription\": {\"ackDeadlineSeconds\": 45}, \"updateMask\": \"ackDeadlineSeconds\"}");
        assertThat(changed.get("ackDeadlineSeconds").asInt()).isEqualTo(45);
        rest("POST", subscription + ":modifyPushConfig", "{\"pushConfig\": {}}");
        rest("DELETE", subscription, "");
        rest("DELETE", topic, "");
        JsonNode error = rest(404, "GET", topic, "").get("error");
        assertThat(error.get("code").asInt()).isEqualTo(404);
        assertThat(error.get("status").asText()).isEqualTo("NOT_FOUND");
        assertThat(error.get("message").asText()).isNotEmpty();
    }

    @Test
    void policiesAreReadAndSetByRest() throws Exception {
        rest("PUT", topic, "");
        String address = topic + ":getIamPolicy?options.requestedPolicyVersion=3";
        if (!keepsPolicies()) {
            rest(501, "GET", address, "");
            return;
        }
        assertThat(rest("GET", address, "").has("bindings")).isFalse();
        rest(
                "POST",
                topic + ":setIamPolicy",
                "{\"policy\": {\"bindings\": [{\"role\": \"roles/pubsub.publisher\", \"members\": [\"allUsers\"]}]}}");
        assertThat(rest("GET", address, "").at("/bindings/0/members/0").asText())
                .isEqualTo("allUsers");
        assertThat(rest("POST", topic + ":testIamPermissions", "{\"permissions\": [\"pubsub.topics.publish\"]}")
                        .at("/permissions/0")
                        .asText())
                .isEqualTo("pubsub.topics.publish");
    }

    // ---- in other words

    private Subscription subscribe(UnaryOperator<Subscription.Builder> how) {
        try {
            clients.topics.createTopic(topic);
        } catch (AlreadyExistsException e) {
            // all the better
        }
        return clients.subscriptions.createSubscription(
                how.apply(Subscription.newBuilder().setName(subscription).setTopic(topic))
                        .build());
    }

    private static PushConfig.Builder push(Receiver receiver) {
        return PushConfig.newBuilder().setPushEndpoint(receiver.address().toString());
    }

    private static PubsubMessage message(String text) {
        return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();
    }

    private List<ReceivedMessage> pullAll(int count) {
        return pullAll(subscription, count);
    }

    /** One pull may bring less than there is. */
    private List<ReceivedMessage> pullAll(String from, int count) {
        List<ReceivedMessage> all = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            all.addAll(clients.pull(from, 100));
            return all.size() >= count;
        });
        return all;
    }

    private List<String> publish(int count, String key) throws Exception {
        Publisher publisher = clients.publisher(topic);
        List<String> texts = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
        List<ApiFuture<String>> ids = texts.stream()
                .map(text -> publisher.publish(
                        message(text).toBuilder().setOrderingKey(key).build()))
                .toList();
        assertThat(ApiFutures.allAsList(ids).get(30, TimeUnit.SECONDS)).doesNotHaveDuplicates();
        publisher.shutdown();
        return texts;
    }

    private JsonNode rest(String method, String path, String body) throws Exception {
        return rest(200, method, path, body);
    }

    private JsonNode rest(int status, String method, String path, String body) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://" + endpoint() + "/v1/" + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Content-Type", JSON)
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        return new ObjectMapper().readTree(answer.body());
    }
}
