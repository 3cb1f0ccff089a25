package dev.sluice.outcome;

import dev.sluice.batch.JobSnapshot;
import dev.sluice.catalog.Glob;
import dev.sluice.cost.Costs;
import dev.sluice.run.Attempt;
import dev.sluice.run.Decision;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Json;
import dev.sluice.run.Output;
import dev.sluice.run.Outputs;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at what an ended job left, and judges the run by it. */
@ApplicationScoped
public class Inspection {
    private final ObjectStore store;
    private final Costs costs;
    private final InstantSource clock;

    public Inspection(ObjectStore store, Costs costs, InstantSource clock) {
        this.store = store;
        this.costs = costs;
        this.clock = clock;
    }

    /**
     * The verdict on a run whose job ended as given, or is no more; a SUCCEEDED job without its expected outputs is a FAILED run.
     */
    Verdict judge(Run run, Decision.End end, Optional<JobSnapshot> job) {
        List<StoredObject> files = run.lastAttempt().stream()
                .flatMap(attempt -> filesOf(run, attempt))
                .toList();
        boolean succeeded = end.as() == RunState.SUCCEEDED;
        Optional<Failure> failure = succeeded ? missingOutput(run, files) : end.failure();
        RunState state = succeeded && failure.isPresent() ? RunState.FAILED : end.as();
        Optional<Duration> ran = job.map(JobSnapshot::ran);
        return new Verdict(
                state,
                clock.instant(),
                failure,
                outputs(run, files),
                run.input().map(this::isReplaced),
                ran,
                costs.of(run, ran));
    }

    private Stream<StoredObject> filesOf(Run run, Attempt attempt) {
        return store.list(run.bucket(), run.outputPrefix(attempt.number()))
                .filter(file -> !file.name().name().endsWith("/"));
    }

    private static Optional<Failure> missingOutput(Run run, List<StoredObject> files) {
        String prefix = run.lastAttempt()
                .map(attempt -> run.outputPrefix(attempt.number()))
                .orElse("");
        List<String> names = files.stream()
                .map(file -> file.name().name().substring(prefix.length()))
                .toList();
        List<String> missing = run.expectedOutputs().stream()
                .filter(expected -> names.stream().noneMatch(Glob.parse(expected)::matches))
                .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Failure.of(
                        FailureKind.NO_OUTPUT,
                        "the job succeeded but left nothing that matches " + String.join(", ", missing),
                        "Look whether the job writes below {output.path}, gs://%s/%s, and whether its account may."
                                .formatted(run.bucket(), prefix)));
    }

    private Outputs outputs(Run run, List<StoredObject> files) {
        List<Output> listed =
                files.stream().limit(Outputs.LISTED).map(Output::of).toList();
        Optional<String> manifest =
                files.size() > listed.size() ? Optional.of(writeManifest(run, files)) : Optional.empty();
        return new Outputs(listed, files.size(), manifest);
    }

    /** One line of JSON a file; written again it is the same. */
    private String writeManifest(Run run, List<StoredObject> files) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (StoredObject file : files) {
            lines.writeBytes(Json.bytes(Output.of(file)));
            lines.write('\n');
        }
        ObjectName name = run.output("manifest.jsonl");
        store.write(name, new ObjectContent(lines.toByteArray(), "application/x-ndjson", Map.of()), Condition.none());
        return name.uri();
    }

    private boolean isReplaced(InputObject input) {
        return store.stat(input.name())
                .map(now -> now.generation() != input.generation())
                .orElse(true);
    }
}
