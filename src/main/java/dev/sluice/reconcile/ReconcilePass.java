package dev.sluice.reconcile;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Finishes what lost messages and dead instances left unfinished: open runs → held runs → callbacks → inputs that no event told of. All of it
 * may be done twice, so passes of several instances at once are harmless; within an instance there is one at a time.
 */
@ApplicationScoped
public class ReconcilePass {
    private static final Logger LOG = Logger.getLogger(ReconcilePass.class);

    private final Lock turn = new ReentrantLock();
    private final OpenRuns runs;
    private final HeldRuns held;
    private final CallBackRound callBacks;
    private final LostInputs inputs;
    private final InstantSource clock;

    ReconcilePass(OpenRuns runs, HeldRuns held, CallBackRound callBacks, LostInputs inputs, InstantSource clock) {
        this.runs = runs;
        this.held = held;
        this.callBacks = callBacks;
        this.inputs = inputs;
        this.clock = clock;
    }

    /** One pass. It stops at the deadline between two things, and the next one goes on there. */
    public PassReport run(Instant deadline) {
        if (!turn.tryLock()) {
            return told(PassReport.skipped(clock.instant(), "another one is under way in this instance"));
        }
        try {
            return told(pass(deadline));
        } finally {
            turn.unlock();
        }
    }

    /** Each part leaves some time to those after it, so that none waits for ever behind one that has too much to do. */
    private PassReport pass(Instant deadline) {
        Instant start = clock.instant();
        Duration all = Duration.between(start, deadline);
        Part open = whole("open runs", () -> runs.finish(share(start, all, 50)));
        Part released = whole("held runs", () -> held.release(share(start, all, 65)));
        // long enough for a try, which takes ten seconds at most
        Part called = whole("callbacks", () -> callBacks.payDue(share(start, all, 90)));
        Optional<Part> found = part("inputs", () -> inputs.look(deadline));
        return PassReport.of(start, clock.instant(), open, released, called, found);
    }

    private static Instant share(Instant start, Duration all, int percent) {
        return start.plus(all.multipliedBy(percent).dividedBy(100));
    }

    private static Part whole(String what, Supplier<Part> work) {
        return part(what, () -> Optional.of(work.get())).orElseThrow();
    }

    /** What goes wrong with one part does not keep the others from their work. */
    private static Optional<Part> part(String what, Supplier<Optional<Part>> work) {
        Tally tally = new Tally();
        AtomicReference<Optional<Part>> part = new AtomicReference<>();
        return tally.careful(what, () -> part.set(work.get())) ? part.get() : Optional.of(tally.part(false));
    }

    private static PassReport told(PassReport report) {
        LOG.log(report.isQuiet() ? Logger.Level.DEBUG : Logger.Level.INFO, report);
        return report;
    }
}
