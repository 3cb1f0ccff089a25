package dev.sluice.callback;

import dev.sluice.run.Run;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** A line about a run: what happened as the message, who and which as fixed keys. */
record RunLog(Map<String, String> keys) {
    private static final Logger LOG = Logger.getLogger(CallBack.class);

    /** @param message never with an address's query, which may hold a token */
    record Line(Logger.Level level, String message) {}

    static RunLog of(Run run) {
        return new RunLog(Map.of("run", run.id().value(), "client", run.client().toString()));
    }

    void tell(Line line) {
        keys.forEach(MDC::put);
        try {
            LOG.log(line.level(), line.message());
        } finally {
            keys.keySet().forEach(MDC::remove);
        }
    }
}
