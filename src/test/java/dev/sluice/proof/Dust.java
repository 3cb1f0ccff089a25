package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobName;
import dev.sluice.message.RecordingPublisher.Published;
import dev.sluice.run.Attempt;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.storage.ObjectName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold when the dust has settled, whatever happened. */
final class Dust {
    private final Simulation simulation;
    private final Outside outside;
    private final Trace trace;
    private final Map<RunKey, Run> runs;

    Dust(Simulation simulation) {
        this.simulation = simulation;
        this.outside = simulation.outside;
        this.trace = simulation.trace;
        this.runs = outside.runs().stream().collect(Collectors.toMap(Run::key, Function.identity()));
    }

    void look() {
        everyInputHasOneRunAndNoRunHasNone();
        runs.values().forEach(this::hasEndedAndSaidSoOnce);
        if (!outside.pointers().isEmpty()) {
            trace.wrong("pointers are left: " + outside.pointers());
        }
        if (!outside.deadLetters().isEmpty()) {
            trace.wrong("dead letters: " + outside.deadLetters());
        }
        everyJobIsAccountedFor();
        somebodyElseIsToldOfSuccesses();
    }

    private void everyInputHasOneRunAndNoRunHasNone() {
        Set<RunKey> expected = keys(simulation.uploaded);
        Set<RunKey> allowed = keys(simulation.maybe);
        allowed.addAll(expected);
        if (!runs.keySet().containsAll(expected) || !allowed.containsAll(runs.keySet())) {
            trace.wrong("expected the runs %s, found %s".formatted(expected, runs.keySet()));
        }
    }

    private Set<RunKey> keys(Map<InputObject, ClientRef> uploads) {
        return uploads.entrySet().stream()
                .map(upload -> simulation.keyOf(upload.getValue(), upload.getKey()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private void hasEndedAndSaidSoOnce(Run run) {
        if (!run.state().isTerminal()) {
            trace.wrong("run %s is %s".formatted(run.id(), run.state()));
            return;
        }
        List<Published> messages = outside.topics.published().stream()
                .filter(each -> each.message().id().startsWith(run.id().value()))
                .toList();
        Set<String> ids = messages.stream().map(each -> each.message().id()).collect(Collectors.toSet());
        if (!ids.equals(Set.of(run.id() + "-" + run.state()))) {
            trace.wrong("run %s, %s, was announced by %s".formatted(run.id(), run.state(), ids));
        }
        byte[] status = outside.store
                .read(new ObjectName(run.bucket(), run.outputPrefix() + "status.json"))
                .map(read -> read.bytes())
                .orElse(new byte[0]);
        if (!messages.stream().allMatch(each -> Arrays.equals(each.message().data(), status))) {
            trace.wrong("run %s was not always told of in the words of its status.json".formatted(run.id()));
        }
    }

    /** Who is called back is so for a success, and by the id of its message. */
    private void somebodyElseIsToldOfSuccesses() {
        Set<String> wanted = runs.values().stream()
                .filter(run -> run.callback().isPresent() && run.state() == RunState.SUCCEEDED)
                .map(run -> run.id() + "-" + run.state())
                .collect(Collectors.toSet());
        Set<String> told = new HashSet<>(outside.thirdParty.ids());
        if (!told.equals(wanted)) {
            trace.wrong("the callbacks %s were to be made, and %s were".formatted(wanted, told));
        }
    }

    /** Each job is of an attempt of a run; and of a run that has ended no job goes on. */
    private void everyJobIsAccountedFor() {
        Map<JobName, Run> recorded = runs.values().stream()
                .flatMap(run -> run.attempts().stream()
                        .map(attempt -> Map.entry(attempt.job().name(), run)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        simulation.batch.born().forEach(job -> {
            if (!recorded.containsKey(job.spec().name())) {
                trace.wrong("job %s is of no run's attempt".formatted(job.spec().name()));
            }
        });
        Set<JobName> made =
                simulation.batch.born().stream().map(job -> job.spec().name()).collect(Collectors.toSet());
        runs.values().forEach(run -> hasTheEndOfItsJob(run, made));
        outside.jobs.all().stream()
                .filter(job -> !job.state().hasEnded())
                .forEach(job -> trace.wrong("job %s still is %s".formatted(job.name(), job.state())));
    }

    /** What a run is said to have come to is what its last job came to. */
    private void hasTheEndOfItsJob(Run run, Set<JobName> made) {
        run.attempts().stream()
                .map(Attempt::job)
                .filter(job -> !made.contains(job.name()) && run.state() != RunState.FAILED)
                .forEach(job -> trace.wrong("run %s is %s, and its job %s was never made"
                        .formatted(run.id(), run.state(), job.name().id())));
        run.lastAttempt()
                .flatMap(attempt -> simulation.batch.born().stream()
                        .filter(job -> job.spec().name().equals(attempt.job().name()))
                        .findFirst())
                .filter(job -> !mayEnd(run, job.fate()))
                .ifPresent(job -> trace.wrong("run %s is %s, %s, but its last job %s"
                        .formatted(
                                run.id(),
                                run.state(),
                                run.verdict().flatMap(verdict -> verdict.failure()),
                                job.fate())));
    }

    private static boolean mayEnd(Run run, Fate fate) {
        return switch (fate) {
            case SUCCEEDS -> run.state() == RunState.SUCCEEDED;
            case SUCCEEDS_WITHOUT_OUTPUT,
                    FAILS,
                    OVER_TIME,
                    PREEMPTED,
                    SILENT,
                    REBOOTED,
                    HUNG,
                    NO_QUOTA,
                    STUCK,
                    DELETED ->
                run.state() == RunState.FAILED
                        || fate == Fate.SUCCEEDS_WITHOUT_OUTPUT
                                && run.expectedOutputs().isEmpty();
            case CANCELLED -> run.state() == RunState.CANCELLED;
        };
    }
}
