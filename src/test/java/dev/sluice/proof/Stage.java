package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobState;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Plays what happens outside to a service that may die: senders keep what was not answered and send it again, and whoever runs the service
 * starts it again.
 */
final class Stage {
    private static final int PATIENCE = 12;

    /** Longer than a lease lasts. */
    private static final Duration BACKOFF = Duration.ofSeconds(61);

    final Outside outside;
    private final CrashWire wire;
    private final Executor executor;
    private final List<Consumer<Service>> sent = new ArrayList<>();
    private Service service;
    private boolean restarted;

    Stage(Outside outside, CrashWire wire, Executor executor) {
        this.outside = outside;
        this.wire = wire;
        this.executor = executor;
        this.service = outside.start(wire, executor);
    }

    void upload(ClientRef client, String below) {
        InputObject input = outside.upload(client, below);
        deliver(to -> to.event(client, input));
    }

    /** The only run that there is. */
    Run run() {
        List<Run> runs = outside.runs();
        if (runs.size() != 1) {
            throw new AssertionError("expected one run, found " + runs);
        }
        return runs.get(0);
    }

    /** Batch moves the job of the last attempt, and says so. */
    void move(JobState state, String reason) {
        Run run = run();
        JobNotice notice = outside.jobs.move(run.job().name(), state, reason, OptionalInt.empty());
        deliver(to -> to.notice(notice));
    }

    void output(String name) {
        Run run = run();
        outside.output(run, run.attempts().size(), name);
    }

    void later(Duration time) {
        outside.clock.forward(time);
    }

    /** Sends it until it was answered, the service being started again as often as it dies. */
    void deliver(Consumer<Service> message) {
        sent.add(message);
        for (int tried = 0; tried < PATIENCE; tried++) {
            if (isAnswered(message)) {
                return;
            }
            later(BACKOFF);
        }
        throw new AssertionError("never answered, however often it was sent");
    }

    private boolean isAnswered(Consumer<Service> message) {
        try {
            message.accept(service);
        } catch (RetryLater e) {
            reviveIfDead();
            return false;
        } catch (Died e) {
            reviveIfDead();
            return false;
        }
        return !reviveIfDead();
    }

    private boolean reviveIfDead() {
        boolean died = !restarted && wire.isOver();
        if (died) {
            restarted = true;
            service = outside.start(Wire.SOUND, executor);
        }
        return died;
    }

    boolean hasDied() {
        return restarted;
    }

    /** Passes over what is open, with time between them, until nothing is, and once more. */
    void reconcile() {
        boolean quiet = false;
        for (int passes = 0; passes < PATIENCE && !quiet; passes++) {
            quiet = outside.pointers().isEmpty();
            deliver(to -> to.reconcile(outside.open()));
            later(Duration.ofMinutes(2));
        }
    }

    /** What was sent is sent once more: events and notices come at least once. */
    void repeatEverything() {
        List.copyOf(sent).forEach(message -> {
            sent.remove(message);
            deliver(message);
        });
    }
}
