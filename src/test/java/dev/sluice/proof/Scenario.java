package dev.sluice.proof;

import static dev.sluice.World.ACME;

import dev.sluice.batch.JobState;
import java.time.Duration;
import java.util.function.Consumer;

/** A run's way through the service, as the outside sees it. */
enum Scenario {
    SUCCESS("a job that succeeds", stage -> {
        stage.upload(ACME, "letters.txt");
        stage.move(JobState.SCHEDULED, "Job state is set from QUEUED to SCHEDULED");
        stage.move(JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.output("result.txt");
        stage.move(JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED");
    }),
    FAILURE("a job that fails", stage -> {
        stage.upload(ACME, "letters.txt");
        stage.move(JobState.FAILED, Reasons.EXIT_CODE_1);
    }),
    REJECTED("an input that no template takes", stage -> stage.upload(ACME, "picture.png")),
    REFUSED("a job that Batch refuses", stage -> {
        stage.outside.jobs.trouble(dev.sluice.batch.MemoryBatchJobs.Trouble.INVALID);
        stage.upload(ACME, "letters.txt");
    }),
    PREEMPTED("a Spot VM is taken away, a second attempt succeeds", stage -> {
        stage.upload(ACME, "letters.txt");
        stage.move(JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.output("half.txt");
        stage.move(JobState.FAILED, Reasons.PREEMPTED);
        stage.move(JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.output("result.txt");
        stage.move(JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED");
    }),
    STUCK("a job that finds no machine is replaced", stage -> {
        stage.upload(ACME, "letters.txt");
        stage.later(Duration.ofDays(1));
        stage.move(JobState.SCHEDULED, Reasons.NO_ROOM);
        stage.move(JobState.CANCELLED, "Job state is set from CANCELLATION_IN_PROGRESS to CANCELLED");
        stage.move(JobState.RUNNING, "Job state is set from SCHEDULED to RUNNING");
        stage.output("result.txt");
        stage.move(JobState.SUCCEEDED, "Job state is set from RUNNING to SUCCEEDED");
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
