package dev.sluice.intake;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * From SIGTERM on new requests are told to come again, while those in hand are finished: what is begun now might be cut off in the
 * middle.
 */
@ApplicationScoped
class ClosingDoors {
    private static final int UNAVAILABLE = 503;
    private static final int BEFORE_ALL_ELSE = 10_000;

    private volatile boolean closing;

    void close(@Observes ShutdownDelayInitiatedEvent stopping) {
        closing = true;
    }

    void stand(@Observes Filters filters) {
        filters.register(this::pass, BEFORE_ALL_ELSE);
    }

    private void pass(RoutingContext request) {
        if (closing) {
            request.response()
                    .setStatusCode(UNAVAILABLE)
                    .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                    .end();
        } else {
            request.next();
        }
    }
}
