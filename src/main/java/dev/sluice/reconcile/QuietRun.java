package dev.sluice.reconcile;

import dev.sluice.batch.JobSnapshot;
import dev.sluice.launch.LaunchRun;
import dev.sluice.message.Announcer;
import dev.sluice.outcome.SettleRun;
import dev.sluice.run.Decision;
import dev.sluice.run.Ledger;
import dev.sluice.run.Outcome;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jboss.logging.Logger;

/** Goes on with a run that owes something and has no live job, from where its record says it stands. */
@ApplicationScoped
class QuietRun {
    private static final Logger LOG = Logger.getLogger(QuietRun.class);
    private static final String LEFT = "left to whoever is at it";

    private final Ledger ledger;
    private final LaunchRun launch;
    private final SettleRun settle;
    private final Announcer announcer;
    private final InstantSource clock;

    QuietRun(Ledger ledger, LaunchRun launch, SettleRun settle, Announcer announcer, InstantSource clock) {
        this.ledger = ledger;
        this.launch = launch;
        this.settle = settle;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Looks at a run with an open pointer; what came of it.
     *
     * @param since when the pointer was written
     * @param unlisted regions whose jobs could not be listed: a job there may be alive
     */
    String look(RunKey run, Instant since, Set<String> unlisted) {
        return ledger.find(run)
                .map(recorded -> isIn(unlisted, recorded.run()) ? "left, their region is not listed" : goOn(recorded))
                .orElseGet(() -> withoutRecord(run, since));
    }

    private static boolean isIn(Set<String> regions, Run run) {
        return !run.state().isTerminal()
                && run.lastAttempt()
                        .map(attempt -> regions.contains(attempt.job().name().location()))
                        .orElse(false);
    }

    /** A rejected run's pointer comes before its record, and whoever wrote it may not have lived to write the other. */
    private String withoutRecord(RunKey run, Instant since) {
        if (!isLongAgo(since)) {
            return LEFT;
        }
        ledger.close(run);
        return "pointers without a run removed";
    }

    private String goOn(Recorded recorded) {
        return switch (recorded.run().state()) {
            case HELD -> hold(recorded.run().key());
            case ACCEPTED -> start(recorded);
            case QUEUED, SCHEDULED, RUNNING -> said(settle.settle(recorded));
            case SUCCEEDED, FAILED, CANCELLED, REJECTED -> announce(recorded.run());
        };
    }

    /** Somebody may let the run go just then, and count on the pointer that is taken away here. */
    private String hold(RunKey run) {
        ledger.hold(run);
        ledger.close(run);
        if (ledger.find(run).map(now -> now.run().state() != RunState.HELD).orElse(false)) {
            ledger.open(run);
        }
        return "held";
    }

    /** Its job may have been made, and have ended, without anybody hearing of it. */
    private String start(Recorded recorded) {
        Outcome seen = settle.settle(recorded);
        if (seen.kind() != Outcome.Kind.IGNORED) {
            return said(seen);
        }
        return recorded.run().mayBeTakenUp(clock.instant()) ? said(launch.goOnFrom(recorded)) : LEFT;
    }

    private String announce(Run run) {
        Instant now = clock.instant();
        boolean fresh = run.verdict()
                .map(verdict -> verdict.at().plus(SettleRun.ANNOUNCING_TAKES).isAfter(now))
                .orElse(false);
        boolean mine = !fresh && run.mayBeTakenUp(now);
        return mine && announcer.announceIfOwed(run) ? "announced" : LEFT;
    }

    /** A live job whose run the ledger does not call open: the pointer was lost, or the run is over and somebody started the job. */
    String withoutPointer(RunKey key, JobSnapshot job) {
        boolean goesOn =
                ledger.find(key).map(found -> !found.run().state().isTerminal()).orElse(false);
        if (!goesOn) {
            LOG.warnf("job %s is alive, but its run is not: it costs money and nobody waits for it", job.name());
            return "jobs that no run waits for";
        }
        ledger.open(key);
        return "pointers written again";
    }

    private boolean isLongAgo(Instant time) {
        return clock.instant().isAfter(time.plus(Decision.FOUND_BY_NOW));
    }

    static String said(Outcome outcome) {
        return switch (outcome.kind()) {
            case CREATED -> "started";
            case IGNORED, DUPLICATE -> "as they should be";
            case HELD, REJECTED, ADVANCED, RETRIED, SETTLED, DEAD_LETTER ->
                outcome.kind().toString();
        };
    }
}
