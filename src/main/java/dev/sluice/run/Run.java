package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sluice.ClientRef;
import dev.sluice.batch.JobSpec;
import dev.sluice.storage.ObjectName;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of a template for one client and one cause: the record in the ledger, whole.
 *
 * @param bucket the product's, where inputs and outputs lie
 * @param template empty when none matched
 * @param parameters as they were resolved
 * @param expectedOutputs globs below the attempt's prefix
 * @param lease who is creating the job, or announcing that there is none; empty once nobody is
 * @param attempts oldest first
 * @param timeline oldest first
 * @param verdict exactly when the state is terminal
 */
@RegisterForReflection
public record Run(
        RunId id,
        String deployment,
        ClientRef client,
        String bucket,
        Optional<String> template,
        Cause cause,
        Optional<InputObject> input,
        Map<String, String> parameters,
        List<String> expectedOutputs,
        RunState state,
        Optional<Lease> lease,
        List<Attempt> attempts,
        List<Transition> timeline,
        Optional<Verdict> verdict) {
    public Run {
        parameters = Map.copyOf(parameters);
        expectedOutputs = List.copyOf(expectedOutputs);
        attempts = List.copyOf(attempts);
        timeline = List.copyOf(timeline);
    }

    /** A run that nobody wrote down yet. */
    public static Run draft(
            RunId id,
            String deployment,
            ClientRef client,
            String bucket,
            Optional<String> template,
            Cause cause,
            Optional<InputObject> input,
            Map<String, String> parameters,
            List<String> expectedOutputs) {
        return new Run(
                id,
                deployment,
                client,
                bucket,
                template,
                cause,
                input,
                parameters,
                expectedOutputs,
                RunState.ACCEPTED,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    @JsonIgnore
    public RunKey key() {
        return new RunKey(client, id);
    }

    /** The attempt that counts; empty for a run that never had one. */
    @JsonIgnore
    public Optional<Attempt> lastAttempt() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }

    /** The job of the attempt that counts. */
    @JsonIgnore
    public JobSpec job() {
        return lastAttempt()
                .map(Attempt::job)
                .orElseThrow(() -> new IllegalStateException("run " + id + " has no job: " + state));
    }

    /** Whether what the record calls for is being done by nobody, or by somebody who must have died. */
    public boolean mayBeTakenUp(Instant now) {
        return lease.map(held -> held.isOver(now)).orElse(true);
    }

    /** Where the whole run's own files lie, {@code PRODUCT/CLIENT/outputs/RUNID/}. */
    @JsonIgnore
    public String outputPrefix() {
        return client.outputs() + id + "/";
    }

    /** Where an attempt's job writes, {@code PRODUCT/CLIENT/outputs/RUNID/a1/}. */
    public String outputPrefix(int attempt) {
        return outputPrefix() + "a" + attempt + "/";
    }

    /** An object of the run's own, beside the attempts' prefixes. */
    public ObjectName output(String name) {
        return new ObjectName(bucket, outputPrefix() + name);
    }

    /** When the run came into a state, where that was noted. */
    public Optional<Instant> since(RunState wanted) {
        return timeline.stream()
                .filter(step -> step.state() == wanted)
                .map(Transition::at)
                .findFirst();
    }

    /** Accepted: from here on the run has a job to create, and the lease says who does. */
    public Run accepted(JobSpec job, Lease newLease) {
        Run moved = moved(RunState.ACCEPTED, newLease.since(), attempts, verdict);
        return moved.with(Optional.of(newLease), List.of(new Attempt(1, job, Optional.empty())));
    }

    /** Somebody does what the record calls for. */
    public Run leased(Lease newLease) {
        return with(Optional.of(newLease), attempts);
    }

    /** Nobody does it any more: the next delivery may, at once. */
    public Run givenBack() {
        return with(Optional.empty(), attempts);
    }

    /** Seen in a later state, of the job with this uid. */
    public Run advanced(RunState next, Instant at, String jobUid) {
        requireMove(next);
        List<Attempt> seen = new ArrayList<>(attempts);
        seen.set(seen.size() - 1, seen.get(seen.size() - 1).seen(jobUid));
        return moved(next, at, seen, verdict);
    }

    /** Ended. */
    public Run ended(Verdict how) {
        if (!timeline.isEmpty()) {
            requireMove(how.state());
        }
        return moved(how.state(), how.at(), attempts, Optional.of(how));
    }

    private void requireMove(RunState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("run %s is %s and cannot become %s".formatted(id, state, next));
        }
    }

    private Run moved(RunState next, Instant at, List<Attempt> newAttempts, Optional<Verdict> newVerdict) {
        List<Transition> steps = new ArrayList<>(timeline);
        steps.add(new Transition(next, at));
        return new Run(
                id,
                deployment,
                client,
                bucket,
                template,
                cause,
                input,
                parameters,
                expectedOutputs,
                next,
                Optional.empty(),
                newAttempts,
                steps,
                newVerdict);
    }

    private Run with(Optional<Lease> newLease, List<Attempt> newAttempts) {
        return new Run(
                id,
                deployment,
                client,
                bucket,
                template,
                cause,
                input,
                parameters,
                expectedOutputs,
                state,
                newLease,
                newAttempts,
                timeline,
                verdict);
    }
}
