package dev.sluice.local.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.protobuf.util.Durations;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import dev.sluice.local.time.LocalClock;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubPushTest {
    private static final String ACCOUNT = "pusher@demo.iam.gserviceaccount.com";

    @TempDir
    Path data;

    private PubSubWire wire;

    @BeforeEach
    void start() throws Exception {
        wire = PubSubWire.start(data, LocalClock.running());
    }

    @AfterEach
    void stop() {
        wire.close();
    }

    @Test
    void aPushBodyIsWrappedAsGoogleWrapsIt() throws Exception {
        LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00.123Z"));
        try (PubSubWire fixed = PubSubWire.start(data.resolve("fixed"), clock);
                Receiver receiver = new Receiver(n -> 204)) {
            fixed.subscribe(subscription -> subscription.setPushConfig(push(receiver)));
            String id = fixed.publish("hello", Map.of("kind", "greeting"));
            await().until(() -> receiver.requests().size() == 1);
            Receiver.Request request = receiver.requests().get(0);
            assertThat(request.headers()).containsEntry("Content-Type", "application/json");
            ObjectMapper json = new ObjectMapper();
            assertThat(json.readTree(request.body()))
                    .isEqualTo(json.readTree(
                            """
                            {"message": {"attributes": {"kind": "greeting"}, "data": "aGVsbG8=",
                              "messageId": "%s", "message_id": "%s",
                              "publishTime": "2026-11-21T07:30:00.123Z", "publish_time": "2026-11-21T07:30:00.123Z"},
                             "subscription": "projects/demo/subscriptions/orders-worker"}"""
                                    .formatted(id, id)));
        }
    }

    @Test
    void anOrderingKeyAndAnAttemptAreToldWhereTheyMatter() throws Exception {
        wire.server.createTopic("projects/demo/topics/graveyard");
        try (Receiver receiver = new Receiver(n -> n < 3 ? 400 : 200)) {
            wire.subscribe(subscription -> subscription
                    .setPushConfig(push(receiver))
                    .setEnableMessageOrdering(true)
                    .setDeadLetterPolicy(
                            DeadLetterPolicy.newBuilder().setDeadLetterTopic("projects/demo/topics/graveyard")));
            wire.publishInLine("key", "first", "second");
            await().until(() -> receiver.requests().size() == 4);
            assertThat(receiver.requests())
                    .extracting(request -> new ObjectMapper().readTree(request.body()))
                    .extracting(body -> body.at("/message/data").asText() + " "
                            + body.at("/message/orderingKey").asText() + " "
                            + body.at("/deliveryAttempt").asInt())
                    .containsExactly("Zmlyc3Q= key 1", "Zmlyc3Q= key 2", "Zmlyc3Q= key 3", "c2Vjb25k key 1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void theseAnswersAcknowledge(int status) throws Exception {
        assertThat(requestsUntilQuiet(status)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 206, 301, 400, 404, 429, 500, 503})
    void everyOtherAnswerIsRetried(int status) throws Exception {
        assertThat(requestsUntilQuiet(status)).isEqualTo(2);
    }

    @Test
    void anEndpointThatComesUpLateStillGetsItsMessage() throws Exception {
        URI address;
        try (ServerSocket free = new ServerSocket(0)) {
            address = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/push");
        }
        wire.server.createTopic(PubSubWire.TOPIC);
        wire.server.createPushSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, address);
        wire.publish("patience");
        try (Receiver receiver = new Receiver(n -> 200)) {
            wire.server.createPushSubscription(PubSubWire.SUBSCRIPTION, PubSubWire.TOPIC, receiver.address());
            await().until(() -> receiver.requests().size() == 1);
        }
    }

    @Test
    void aSilentEndpointHoldsNobodyElseUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1);
                Receiver receiver = new Receiver(n -> 200)) {
            wire.subscribe(subscription -> subscription.setPushConfig(
                    PushConfig.newBuilder().setPushEndpoint("http://127.0.0.1:" + silent.getLocalPort() + "/")));
            wire.server.createPushSubscription(
                    "projects/demo/subscriptions/lively", PubSubWire.TOPIC, receiver.address());
            for (int i = 0; i < 500; i++) {
                wire.publish("m" + i);
            }
            await().atMost(Duration.ofSeconds(8))
                    .until(() -> receiver.requests().size() == 500);
        }
    }

    @Test
    void anUnwrappedPushIsTheDataWithTheRestInHeaders() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            wire.subscribe(subscription -> subscription.setPushConfig(push(receiver)
                    .setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(true))));
            String id = wire.publish(
                    "{}", Map.of("Content-Type", "application/cloudevents+json", "kind", "k", "not a header", "x"));
            await().until(() -> receiver.requests().size() == 1);
            Receiver.Request request = receiver.requests().get(0);
            assertThat(request.body()).isEqualTo("{}");
            assertThat(request.headers())
                    .containsEntry("Content-Type", "application/cloudevents+json")
                    .containsEntry("kind", "k")
                    .containsEntry("x-goog-pubsub-message-id", id)
                    .containsEntry("x-goog-pubsub-subscription-name", PubSubWire.SUBSCRIPTION)
                    .containsKey("x-goog-pubsub-publish-time")
                    .doesNotContainKey("not a header");
        }
    }

    @Test
    void aPushSubscriptionIsNotPulledFromUntilItBecomesAPullSubscription() throws Exception {
        try (Receiver receiver = new Receiver(n -> 500)) {
            wire.subscribe(subscription -> subscription.setPushConfig(push(receiver)));
            assertThatThrownBy(() -> wire.pull(1)).isInstanceOf(FailedPreconditionException.class);
            wire.publish("over to you");
            await().until(() -> !receiver.requests().isEmpty());
            wire.subscriptions.modifyPushConfig(PubSubWire.SUBSCRIPTION, PushConfig.getDefaultInstance());
            assertThat(PubSubWire.texts(wire.pull(1))).containsExactly("over to you");
        }
    }

    @Test
    void aPushCarriesATokenThatHoldsAgainstThePublishedKeys() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            wire.subscribe(subscription -> subscription.setPushConfig(push(receiver)
                    .setOidcToken(PushConfig.OidcToken.newBuilder().setServiceAccountEmail(ACCOUNT))));
            wire.publish("signed");
            await().until(() -> receiver.requests().size() == 1);
            JwtClaims claims =
                    claims(receiver.requests().get(0), receiver.address().toString());
            assertThat(claims.getClaimValueAsString("email")).isEqualTo(ACCOUNT);
        }
    }

    @Test
    void aTokensAudienceIsAsConfiguredAndAnUnwrappedPushHasOneToo() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            wire.subscribe(subscription -> subscription.setPushConfig(push(receiver)
                    .setNoWrapper(PushConfig.NoWrapper.newBuilder().setWriteMetadata(true))
                    .setOidcToken(PushConfig.OidcToken.newBuilder()
                            .setServiceAccountEmail(ACCOUNT)
                            .setAudience("the-service"))));
            wire.publish("signed", Map.of("Authorization", "Bearer of-a-stranger"));
            await().until(() -> receiver.requests().size() == 1);
            assertThat(claims(receiver.requests().get(0), "the-service").getIssuer())
                    .isEqualTo("https://accounts.google.com");
        }
    }

    @Test
    void aTokenNeedsAnAccount() throws Exception {
        try (Receiver receiver = new Receiver(n -> 200)) {
            assertThatThrownBy(() -> wire.subscribe(subscription ->
                            subscription.setPushConfig(push(receiver).setOidcToken(PushConfig.OidcToken.newBuilder()))))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("service_account_email=");
        }
    }

    @Test
    void movingTheClockByHoursEndsABackoffOfMinutes() throws Exception {
        LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
        try (PubSubWire fixed = PubSubWire.start(data.resolve("fixed"), clock);
                Receiver receiver = new Receiver(n -> n < 3 ? 503 : 200)) {
            fixed.subscribe(subscription -> subscription
                    .setPushConfig(push(receiver))
                    .setRetryPolicy(RetryPolicy.newBuilder().setMinimumBackoff(Durations.fromSeconds(600))));
            fixed.publish("patience");
            await().until(() -> isBackingOff(fixed));
            clock.advance(Duration.ofSeconds(599));
            await().during(Duration.ofMillis(200))
                    .until(() -> receiver.requests().size() == 1);
            clock.advance(Duration.ofSeconds(1));
            await().until(() -> receiver.requests().size() == 2 && isBackingOff(fixed));
            clock.advance(Duration.ofHours(5));
            await().until(() -> receiver.requests().size() == 3);
            await().until(() -> PubSubStateTest.unacknowledged(fixed.server, PubSubWire.SUBSCRIPTION) == 0);
        }
    }

    private static boolean isBackingOff(PubSubWire wire) {
        return wire.server.state().toString().contains("backingOff=1");
    }

    private JwtClaims claims(Receiver.Request request, String audience) throws Exception {
        String authorization = request.headers().get("Authorization");
        assertThat(authorization).startsWith("Bearer ");
        // the keys as a stranger gets them: by the address in the discovery document
        JsonNode discovery = page("http://" + wire.server.endpoint() + "/.well-known/openid-configuration");
        assertThat(discovery.get("issuer").asText()).isEqualTo("https://accounts.google.com");
        JsonNode keys = page(discovery.get("jwks_uri").asText());
        return new JwtConsumerBuilder()
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setVerificationKeyResolver(
                        new JwksVerificationKeyResolver(new JsonWebKeySet(keys.toString()).getJsonWebKeys()))
                .build()
                .processToClaims(authorization.substring("Bearer ".length()));
    }

    private static JsonNode page(String address) throws Exception {
        return new ObjectMapper().readTree(URI.create(address).toURL());
    }

    private int requestsUntilQuiet(int firstStatus) throws Exception {
        try (Receiver receiver = new Receiver(n -> n == 1 ? firstStatus : 200)) {
            wire.subscribe(subscription -> subscription.setPushConfig(push(receiver)));
            wire.publish("once or twice");
            await().during(Duration.ofMillis(400))
                    .until(() -> receiver.requests().size(), count -> count >= (firstStatus / 100 == 2 ? 1 : 2));
            return receiver.requests().size();
        }
    }

    private static PushConfig.Builder push(Receiver receiver) {
        return PushConfig.newBuilder().setPushEndpoint(receiver.address().toString());
    }
}
