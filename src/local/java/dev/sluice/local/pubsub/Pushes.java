package dev.sluice.local.pubsub;

import dev.sluice.local.oidc.TokenSigner;
import dev.sluice.local.time.LocalClock;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Keeps one pump running for each subscription with a push endpoint. */
final class Pushes {
    private final Deliveries deliveries;
    private final PushTools tools;

    Pushes(Deliveries deliveries, Accidents accidents, TokenSigner tokens, LocalClock clock, Executor executor) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        this.deliveries = deliveries;
        this.tools = new PushTools(http, new PushRequests(tokens), accidents, clock, executor);
    }

    static StatusRuntimeException notByPull() {
        return Refusals.precondition("This method is not supported for this subscription type.");
    }

    /** Starts or stops the pump of a subscription that is new or was changed. Called under the store's monitor. */
    void follow(Feed feed) {
        if (feed.isPush() == feed.hasPump()) {
            return;
        }
        feed.end(notByPull().getStatus());
        if (feed.isPush()) {
            feed.join(new PushPump(feed, deliveries, tools));
        }
    }
}
