package dev.sluice.proof;

import static dev.sluice.proof.ProofCatalog.ACME;
import static dev.sluice.proof.ProofCatalog.CALLED;
import static dev.sluice.proof.ProofCatalog.NARROW;

import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import java.time.Duration;
import java.util.function.Consumer;

/** A run's way through the service, as the outside sees it. */
enum Scenario {
    SUCCESS("a job that succeeds", stage -> {
        stage.upload(ACME, "a.txt");
        stage.succeed("a.txt");
    }),
    FAILURE("a job that fails", stage -> {
        stage.upload(ACME, "a.txt");
        stage.move("a.txt", JobState.FAILED, Reasons.EXIT_CODE_1);
    }),
    REJECTED("an input that no template takes", stage -> stage.upload(ACME, "picture.png")),
    REFUSED("a job that Batch refuses", stage -> {
        stage.outside.jobs.trouble(Trouble.INVALID);
        stage.upload(ACME, "a.txt");
    }),
    PREEMPTED("a Spot VM is taken away, and a second attempt succeeds", stage -> {
        stage.upload(ACME, "a.txt");
        stage.move("a.txt", JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.output("a.txt", "half.txt");
        stage.move("a.txt", JobState.FAILED, Reasons.PREEMPTED);
        stage.passes();
        stage.succeed("a.txt");
    }),
    STUCK("a job that finds no machine is replaced", stage -> {
        stage.upload(ACME, "a.txt");
        stage.later(Duration.ofHours(1));
        stage.move("a.txt", JobState.SCHEDULED, Reasons.NO_ROOM);
        stage.passes();
        stage.move("a.txt", JobState.CANCELLED, "Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED");
        stage.passes();
        stage.succeed("a.txt");
    }),
    HELD("a run waits until another one of its client's has ended", stage -> {
        stage.upload(NARROW, "a.txt", "b.txt");
        stage.succeed("a.txt");
        stage.passes();
        stage.succeed("b.txt");
    }),
    SILENCE("neither the event nor any notice comes", stage -> {
        stage.uploadSilently(ACME, "a.txt");
        stage.later(Duration.ofMinutes(6));
        stage.passesUntil(() -> stage.outside.jobs.all().size() == 1);
        stage.moveSilently("a.txt", JobState.FAILED, Reasons.SILENT);
        stage.passesUntil(() -> stage.outside.jobs.all().size() == 2);
        stage.output("a.txt", "result.txt");
        stage.moveSilently("a.txt", JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED");
        stage.passesUntil(() -> stage.run("a.txt").state().isTerminal());
    }),
    STUCK_IN_SILENCE("a job that finds no machine is replaced by passes alone", stage -> {
        stage.upload(ACME, "a.txt");
        stage.moveSilently("a.txt", JobState.SCHEDULED, Reasons.NO_ROOM);
        stage.later(Duration.ofHours(1));
        stage.passes();
        stage.moveSilently("a.txt", JobState.CANCELLED, "Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED");
        stage.passes();
        stage.succeed("a.txt");
    }),
    CALLBACK("somebody else is told of a success", stage -> {
        stage.upload(CALLED, "a.txt");
        stage.succeed("a.txt");
        stage.later(Duration.ofMinutes(10));
        stage.passes();
    }),
    VANISHED("somebody deletes the job", stage -> {
        stage.upload(ACME, "a.txt");
        stage.move("a.txt", JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.outside.jobs.remove(stage.run("a.txt").job().name());
        stage.later(Duration.ofMinutes(15));
        stage.passes();
    });

    final String words;
    private final Consumer<Stage> script;

    Scenario(String words, Consumer<Stage> script) {
        this.words = words;
        this.script = script;
    }

    /** Plays it to its end, and says everything once more. */
    void play(Stage stage) {
        script.accept(stage);
        stage.repeatEverything();
        stage.reconcile();
    }
}
