package dev.sluice.intake;

import dev.sluice.run.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One line for each event: what happened as the message, who and which as fixed keys. */
@ApplicationScoped
class EventLog {
    private static final Logger LOG = Logger.getLogger("dev.sluice.events");

    void handled(EventRequest request, Outcome outcome) {
        Map<String, String> keys = keys(request);
        outcome.run().ifPresent(run -> {
            keys.put("run", run.id().value());
            keys.put("client", run.client().toString());
        });
        String detail = outcome.detail().isEmpty() ? "" : ": " + outcome.detail();
        with(keys, () -> {
            if (outcome.kind() == Outcome.Kind.DEAD_LETTER) {
                LOG.warn(outcome.kind() + detail);
            } else {
                LOG.info(outcome.kind() + detail);
            }
        });
    }

    void unavailable(EventRequest request, RuntimeException e) {
        with(keys(request), () -> LOG.warn("unavailable, the sender will repeat: " + e.getMessage()));
    }

    private static Map<String, String> keys(EventRequest request) {
        Map<String, String> keys = new HashMap<>();
        keys.put("door", request.door());
        request.header("ce-id").ifPresent(id -> keys.put("event", id));
        return keys;
    }

    private static void with(Map<String, String> keys, Runnable line) {
        keys.forEach(MDC::put);
        try {
            line.run();
        } finally {
            keys.keySet().forEach(MDC::remove);
        }
    }
}
