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
 * @param estimate what it may cost, as reckoned when it was accepted; empty where a price is not known
 * @param callback who else is told of a success, and how that went
 * @param lease who is creating the job, or announcing that there is none; empty once nobody is
 * @param attempts oldest first
 * @param reserve what may be tried after the last attempt
 * @param timeline oldest first
 * @param verdict exactly when the state is terminal
 * @param replay the run that took this one's place after it was rejected, where there is one
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
        Optional<Money> estimate,
        Optional<Callback> callback,
        RunState state,
        Optional<Lease> lease,
        List<Attempt> attempts,
        Reserve reserve,
        List<Transition> timeline,
        Optional<Verdict> verdict,
        Optional<Replay> replay) {
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
                Optional.empty(),
                Optional.empty(),
                RunState.ACCEPTED,
                Optional.empty(),
                List.of(),
                Reserve.none(),
                List.of(),
                Optional.empty(),
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

    /** When the run first came into a state, where that was noted. */
    public Optional<Instant> since(RunState wanted) {
        return timeline.stream()
                .filter(step -> step.state() == wanted)
                .map(Transition::at)
                .findFirst();
    }

    /** When the last attempt's job was to be created; empty before. */
    @JsonIgnore
    public Optional<Instant> attemptSince() {
        return timeline.stream()
                .filter(step -> step.state() == RunState.ACCEPTED && step.attempt() == attempts.size())
                .map(Transition::at)
                .reduce((earlier, later) -> later);
    }

    /** Accepted: from here on the run has a job to create, and the lease says who does. */
    public Run accepted(Planned plan, Lease newLease) {
        return change().planned(plan)
                .to(RunState.ACCEPTED, newLease.since())
                .lease(newLease)
                .run();
    }

    /** Recorded like an accepted run, but its job has to wait. */
    public Run held(Planned plan, Instant at) {
        return change().planned(plan).to(RunState.HELD, at).run();
    }

    /** An accepted run whose job has to wait after all. */
    public Run heldBack(Instant at) {
        if (state != RunState.ACCEPTED) {
            throw new IllegalStateException("run %s is %s and cannot be held back".formatted(id, state));
        }
        return change().to(RunState.HELD, at).run();
    }

    /** A held run whose turn has come. */
    public Run released(Lease newLease) {
        requireMove(RunState.ACCEPTED);
        return change().to(RunState.ACCEPTED, newLease.since()).lease(newLease).run();
    }

    /** Somebody does what the record calls for. */
    public Run leased(Lease newLease) {
        return change().lease(newLease).run();
    }

    /** Nobody does it any more: the next delivery may, at once. */
    public Run givenBack() {
        Change change = change();
        change.lease = Optional.empty();
        return change.run();
    }

    /** Seen in a later state, of the job with this uid. */
    public Run advanced(RunState next, Instant at, String jobUid) {
        requireMove(next);
        return change().last(lastOne().seen(jobUid)).to(next, at).run();
    }

    /** The last attempt's job is to be cancelled. */
    public Run unwanted(Intent why) {
        return change().last(lastOne().unwanted(why)).run();
    }

    /**
     * The last attempt came to nothing through no fault of its own, and the next one's job is to be created.
     *
     * @param moreMemory whether the attempts to come get the roomier machine
     */
    public Run retried(AttemptEnd end, boolean moreMemory, Lease newLease) {
        if (state.isTerminal() || reserve.isEmpty()) {
            throw new IllegalStateException("run %s is %s and cannot be tried again".formatted(id, state));
        }
        Reserve from = moreMemory ? reserve.withMoreMemory() : reserve;
        Change change = change().last(lastOne().ended(end));
        change.attempts.add(Attempt.planned(attempts.size() + 1, from.next().get(0)));
        change.reserve = from.withoutFirst();
        return change.to(RunState.ACCEPTED, newLease.since()).lease(newLease).run();
    }

    /** Whether somebody else has still to be told that the run succeeded. */
    public boolean owesCallback() {
        return state == RunState.SUCCEEDED && callback.map(Callback::isOwed).orElse(false);
    }

    /** The callback was tried; how the run ended stays as it is. */
    public Run calledBack(Callback after) {
        Change change = change();
        change.callback = Optional.of(after);
        return change.run();
    }

    /** Another run took the place of this rejected one. */
    public Run replayed(Replay by) {
        if (state != RunState.REJECTED) {
            throw new IllegalStateException("run %s is %s; only a REJECTED one is replayed".formatted(id, state));
        }
        Change change = change();
        change.replay = Optional.of(by);
        return change.run();
    }

    /** Ended. */
    public Run ended(Verdict how) {
        if (!timeline.isEmpty()) {
            requireMove(how.state());
        }
        Change change = change();
        change.verdict = Optional.of(how);
        return change.to(how.state(), how.at()).run();
    }

    private Attempt lastOne() {
        return lastAttempt().orElseThrow(() -> new IllegalStateException("run " + id + " has no attempt"));
    }

    private void requireMove(RunState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("run %s is %s and cannot become %s".formatted(id, state, next));
        }
    }

    private Change change() {
        return new Change();
    }

    /** A copy in the making; what is not touched stays. */
    private final class Change {
        private Optional<Money> estimate = Run.this.estimate;
        private Optional<Callback> callback = Run.this.callback;
        private RunState state = Run.this.state;
        private Optional<Lease> lease = Run.this.lease;
        private final List<Attempt> attempts = new ArrayList<>(Run.this.attempts);
        private Reserve reserve = Run.this.reserve;
        private final List<Transition> timeline = new ArrayList<>(Run.this.timeline);
        private Optional<Verdict> verdict = Run.this.verdict;
        private Optional<Replay> replay = Run.this.replay;

        Change planned(Planned plan) {
            attempts.clear();
            attempts.add(Attempt.planned(1, plan.first()));
            reserve = plan.reserve();
            estimate = plan.estimate();
            callback = plan.callback();
            return this;
        }

        /** Into another state; whoever did what the one before called for does it no more. */
        Change to(RunState next, Instant at) {
            state = next;
            lease = Optional.empty();
            timeline.add(new Transition(next, at, attempts.size()));
            return this;
        }

        Change lease(Lease newLease) {
            lease = Optional.of(newLease);
            return this;
        }

        Change last(Attempt attempt) {
            attempts.set(attempts.size() - 1, attempt);
            return this;
        }

        Run run() {
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
                    estimate,
                    callback,
                    state,
                    lease,
                    attempts,
                    reserve,
                    timeline,
                    verdict,
                    replay);
        }
    }
}
