package dev.sluice.local.gcs;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/** One POST of an event in binary mode. */
final class Push {
    private static final Logger LOG = Logger.getLogger(Push.class);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);
    /** Anything else is pushed again: Pub/Sub's rule for push subscriptions, on which Eventarc stands. */
    private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    boolean isAcknowledged(PendingEvent event) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(event.address())
                .timeout(ANSWER_WITHIN)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("ce-specversion", "1.0")
                .header("ce-id", event.id())
                .header("ce-source", event.source())
                .header("ce-type", PendingEvent.TYPE)
                .header("ce-subject", event.subjectHeader())
                .header("ce-time", event.time())
                .header("ce-bucket", event.bucket())
                .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(event.data())))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            LOG.debugf("event %s to %s: %d", event.id(), event.address(), status);
            return ACKNOWLEDGED.contains(status);
        } catch (IOException e) {
            LOG.debugf("event %s to %s: %s", event.id(), event.address(), e);
            return false;
        }
    }
}
