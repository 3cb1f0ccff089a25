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
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Plays what happens outside to a service that may die: senders keep what was not answered and send it again, and whoever runs the service
 * starts it again.
 */
final class Stage {
    private static final int PATIENCE = 12;

    /** Longer than a lease lasts. */
    private static final Duration BACKOFF = Duration.ofSeconds(61);

    final Outside outside;
    private final Lives lives;
    private final List<Consumer<Service>> sent = new ArrayList<>();
    private Service service;
    private boolean restarted;

    Stage(Outside outside, Lives lives) {
        this.outside = outside;
        this.lives = lives;
        this.service = lives.first(outside);
    }

    /** Files are uploaded, at once, and each has its event. */
    void upload(ClientRef client, String... below) {
        List<InputObject> inputs =
                Stream.of(below).map(name -> outside.upload(client, name)).toList();
        inputs.forEach(input -> deliver(to -> to.event(client, input)));
    }

    /** The only run that there is of an input. */
    Run run(String below) {
        List<Run> runs = outside.runs().stream()
                .filter(run -> run.input().orElseThrow().name().lastSegment().equals(below))
                .toList();
        if (runs.size() != 1) {
            throw new AssertionError("expected one run of " + below + ", found " + runs);
        }
        return runs.get(0);
    }

    /** Files are uploaded, and nobody is told. */
    void uploadSilently(ClientRef client, String below) {
        outside.upload(client, below);
    }

    /** Batch moves the job of the last attempt, and says so. */
    void move(String below, JobState state, String reason) {
        JobNotice notice = moveSilently(below, state, reason);
        deliver(to -> to.notice(notice));
    }

    /** Batch moves the job of the last attempt, and its notice is lost. */
    JobNotice moveSilently(String below, JobState state, String reason) {
        return outside.jobs.move(run(below).job().name(), state, reason, OptionalInt.empty());
    }

    /** The job of the last attempt runs, leaves its output, and is done. */
    void succeed(String below) {
        move(below, JobState.SCHEDULED, "Job state is set from QUEUED to SCHEDULED");
        move(below, JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        output(below, "result.txt");
        move(below, JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED");
    }

    void output(String below, String name) {
        outside.output(run(below).job(), name);
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
        boolean died = !restarted && lives.isFirstOver();
        if (died) {
            restarted = true;
            service = lives.next(outside);
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
            pass();
        }
    }

    /** As many passes as trouble in one may take. */
    void passes() {
        for (int i = 0; i < 3; i++) {
            pass();
        }
    }

    /** A record whose pointer was not written any more is only found by the next look at the inputs, an hour later. */
    void passesUntil(BooleanSupplier done) {
        passes();
        for (int looks = 0; looks < PATIENCE && !done.getAsBoolean(); looks++) {
            later(Duration.ofMinutes(30));
            passes();
        }
    }

    private void pass() {
        deliver(Service::reconcile);
        later(Duration.ofMinutes(2));
    }

    /** What was sent is sent once more: events and notices come at least once. */
    void repeatEverything() {
        List.copyOf(sent).forEach(message -> {
            sent.remove(message);
            deliver(message);
        });
    }
}
