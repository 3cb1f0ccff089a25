package dev.sluice.reconcile;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/** Counts what a part of a pass does, and lets no error end more than the work on what met it. */
final class Tally {
    private static final Logger LOG = Logger.getLogger("dev.sluice.reconcile");
    private static final int TOLD = 20;

    private final Map<String, Long> did = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private long seen;
    private long looked;
    private long failed;
    private long left;

    void saw(long more) {
        seen += more;
    }

    void did(String what) {
        did.merge(what, 1L, Long::sum);
    }

    void left(long more) {
        left += more;
    }

    /** Does something about a thing, a run for example; what came of it is counted by its name. */
    void look(String key, Object thing, Supplier<String> work) {
        looked++;
        MDC.put(key, thing.toString());
        try {
            careful(key + " " + thing, () -> did(work.get()));
        } finally {
            MDC.remove(key);
        }
    }

    /** Does something that others do not depend on; whether it went well. */
    boolean careful(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("%s: %s", what, e.getMessage());
            failed(what + ": " + e.getMessage());
        } catch (RuntimeException e) {
            // our mistake; it must not keep the others from being looked at
            LOG.error("a pass met an error of Sluice's own", e);
            failed(what + ": " + e);
        }
        return false;
    }

    private void failed(String trouble) {
        failed++;
        if (troubles.size() < TOLD) {
            troubles.add(trouble);
        }
    }

    Part part(boolean complete) {
        return new Part(seen, looked, did, left, failed, troubles, complete);
    }
}
