package dev.sluice.proof;

import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.ClientRef;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold on the local cloud when the dust has settled, whatever happened. */
final class EmulatorDust {
    private final EmulatorSimulation simulation;
    private final EmulatorStage stage;
    private final List<Run> runs;
    private final List<JobSnapshot> jobs;
    private final List<String> wrong = new ArrayList<>();

    EmulatorDust(EmulatorSimulation simulation) {
        this.simulation = simulation;
        this.stage = simulation.stage;
        this.runs = stage.runs();
        this.jobs = stage.jobs();
    }

    List<String> look() {
        wrong.addAll(simulation.receiver.wrong());
        everyInputHasOneRunAndNoRunHasNone();
        runs.stream()
                .filter(run -> !run.state().isTerminal())
                .forEach(run -> wrong.add("run %s is %s".formatted(run.key(), run.state())));
        EmulatorCatalog.CLIENTS.forEach(this::isToldOfEachOfItsRunsOnce);
        if (!stage.pointers().isEmpty()) {
            wrong.add("pointers are left: " + stage.pointers());
        }
        everyJobIsOfARecordedAttemptAndHasEnded();
        runs.forEach(this::cameToWhatItsLastJobCameTo);
        somebodyElseIsToldOfSuccesses();
        return wrong;
    }

    private void everyInputHasOneRunAndNoRunHasNone() {
        Set<RunKey> expected = stage.inputs().stream().map(simulation::keyOf).collect(Collectors.toSet());
        Set<RunKey> allowed = new HashSet<>(expected);
        allowed.addAll(simulation.replaced);
        Set<RunKey> found = runs.stream().map(Run::key).collect(Collectors.toSet());
        if (!found.containsAll(expected) || !allowed.containsAll(found) || found.size() != runs.size()) {
            wrong.add("expected the runs %s, found %s".formatted(expected, found));
        }
    }

    private void isToldOfEachOfItsRunsOnce(ClientRef client) {
        Set<String> told = new HashSet<>();
        for (List<PubsubMessage> some = stage.topics.look(client); !some.isEmpty(); some = stage.topics.look(client)) {
            some.forEach(message -> told.add(message.getAttributesOrThrow("ce-id")));
        }
        Set<String> owed = runs.stream()
                .filter(run -> run.client().equals(client))
                .map(run -> run.id() + "-" + run.state())
                .collect(Collectors.toSet());
        if (!told.equals(owed)) {
            wrong.add("client %s was to be told %s, and was told %s".formatted(client, owed, told));
        }
    }

    private void everyJobIsOfARecordedAttemptAndHasEnded() {
        Set<JobName> recorded = runs.stream()
                .flatMap(run -> run.attempts().stream())
                .map(attempt -> attempt.job().name())
                .collect(Collectors.toSet());
        jobs.forEach(job -> {
            if (!recorded.contains(job.name())) {
                wrong.add("job %s is of no run's attempt".formatted(job.name()));
            }
            if (!job.state().hasEnded()) {
                wrong.add("job %s still is %s".formatted(job.name(), job.state()));
            }
        });
    }

    /** No template expects outputs, so a run succeeded exactly when its last job did. */
    private void cameToWhatItsLastJobCameTo(Run run) {
        Optional<JobState> came = run.lastAttempt()
                .flatMap(attempt -> jobs.stream()
                        .filter(job -> job.name().equals(attempt.job().name()))
                        .findFirst())
                .map(JobSnapshot::state);
        boolean succeeded = came.equals(Optional.of(JobState.SUCCEEDED));
        if (succeeded != (run.state() == RunState.SUCCEEDED)) {
            wrong.add("run %s is %s, %s, and its last job %s".formatted(run.key(), run.state(), run.verdict(), came));
        }
    }

    private void somebodyElseIsToldOfSuccesses() {
        Set<String> owed = runs.stream()
                .filter(run -> run.callback().isPresent() && run.state() == RunState.SUCCEEDED)
                .map(run -> run.id() + "-" + run.state())
                .collect(Collectors.toSet());
        Set<String> told = new HashSet<>(stage.thirdParty.ids());
        if (!told.equals(owed)) {
            wrong.add("the callbacks %s were to be made, and %s were".formatted(owed, told));
        }
    }
}
