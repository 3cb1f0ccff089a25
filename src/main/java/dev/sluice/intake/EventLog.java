package dev.sluice.intake;

import dev.sluice.run.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** One line for each event: what happened as the message, who and which as fixed keys. */
@ApplicationScoped
class EventLog {
    private static final Logger LOG = Logger.getLogger("dev.sluice.events");

    private static final int LONGEST = 4000;
    private static final Set<Integer> BREAKS_LINES =
            Set.of((int) Character.CONTROL, (int) Character.LINE_SEPARATOR, (int) Character.PARAGRAPH_SEPARATOR, (int)
                    Character.SURROGATE);

    void handled(EventRequest request, Outcome outcome) {
        Map<String, String> keys = keys(request);
        outcome.run().ifPresent(run -> {
            keys.put("run", run.id().value());
            keys.put("client", run.client().toString());
        });
        String detail = outcome.detail().isEmpty() ? "" : ": " + onOneLine(outcome.detail());
        with(keys, () -> {
            if (outcome.kind() == Outcome.Kind.DEAD_LETTER) {
                LOG.warn(outcome.kind() + detail);
            } else {
                LOG.info(outcome.kind() + detail);
            }
        });
    }

    void unavailable(EventRequest request, RuntimeException e) {
        with(keys(request), () -> LOG.warn("unavailable, the sender will repeat: " + onOneLine(e.getMessage())));
    }

    void failed(EventRequest request, RuntimeException e) {
        with(keys(request), () -> LOG.error("the event met an error of Sluice's own", e));
    }

    /** What strangers named: it must not look like lines of our own, nor fill the log. */
    static String onOneLine(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return start.codePoints()
                .mapToObj(c ->
                        BREAKS_LINES.contains(Character.getType(c)) ? "\\u%04x".formatted(c) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static Map<String, String> keys(EventRequest request) {
        Map<String, String> keys = new HashMap<>();
        keys.put("door", request.door());
        request.header("ce-id").ifPresent(id -> keys.put("event", onOneLine(id)));
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
