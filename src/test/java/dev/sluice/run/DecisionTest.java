package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import dev.sluice.batch.Machine;
import dev.sluice.batch.StatusEvent;
import dev.sluice.contract.JobSpecs;
import dev.sluice.storage.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:30:15Z");
    private static final JobSpec JOB = JobSpecs.container("job-a1");

    @ParameterizedTest
    @EnumSource(JobState.class)
    void noStateOfAJobMovesARunBackOrOutOfAnEnd(JobState job) {
        for (RunState now : RunState.values()) {
            Run run = run(now);
            boolean forward = Decision.decide(run, snapshot(JOB.name(), "uid", job), NOW)
                    .fold(new Decision.Cases<Boolean>(
                            stay -> true,
                            advance -> now.mayBecome(advance.to()),
                            cancel -> !now.isTerminal(),
                            next -> !now.isTerminal(),
                            end -> now.mayBecome(end.as())));
            assertThat(forward).as("%s with a job that is %s", now, job).isTrue();
        }
    }

    @Test
    void theJobsStateIsTheRuns() {
        assertThat(decide(RunState.ACCEPTED, JobState.QUEUED)).isEqualTo(new Decision.Advance(RunState.QUEUED));
        assertThat(decide(RunState.QUEUED, JobState.RUNNING)).isEqualTo(new Decision.Advance(RunState.RUNNING));
        assertThat(decide(RunState.ACCEPTED, JobState.SUCCEEDED)).isEqualTo(end(RunState.SUCCEEDED));
        assertThat(decide(RunState.RUNNING, JobState.FAILED))
                .isInstanceOfSatisfying(
                        Decision.End.class, end -> assertThat(end.as()).isEqualTo(RunState.FAILED));
        assertThat(decide(RunState.RUNNING, JobState.CANCELLED)).isEqualTo(end(RunState.CANCELLED));
    }

    @Test
    void aJobOnItsWayOutDecidesNothingYet() {
        assertThat(decide(RunState.RUNNING, JobState.CANCELLATION_IN_PROGRESS)).isInstanceOf(Decision.Stay.class);
        assertThat(decide(RunState.RUNNING, JobState.DELETION_IN_PROGRESS)).isInstanceOf(Decision.Stay.class);
        assertThat(decide(RunState.RUNNING, JobState.UNKNOWN)).isInstanceOf(Decision.Stay.class);
    }

    @Test
    void anotherJobThanTheLastAttemptsDecidesNothing() {
        JobName other = new JobName("demo", "europe-west1", "job-a0");
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(other, "uid", JobState.FAILED), NOW))
                .isInstanceOf(Decision.Stay.class);
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(JOB.name(), "another", JobState.FAILED), NOW))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void theProjectsNumberInsteadOfItsIdIsTheSameJob() {
        JobName numbered = JOB.name().inProject("770252724889");
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(numbered, "uid", JobState.SUCCEEDED), NOW))
                .isEqualTo(end(RunState.SUCCEEDED));
    }

    @Test
    void aSecondSilenceCallsForMoreMemory() {
        Reserve reserve = new Reserve(
                List.of(JobSpecs.container("job-a2"), JobSpecs.container("job-a3")),
                Duration.ofMinutes(25),
                Optional.of(new Reserve.Roomier("n1-standard-4", 8192)));
        Planned plan = new Planned(JOB, reserve, Optional.empty(), Optional.empty());
        Run first = run(RunState.ACCEPTED).accepted(plan, new Lease("t", NOW));

        Decision.Next once = silent(first);
        Run second = first.retried(
                new AttemptEnd(NOW, once.failure(), Duration.ZERO), once.moreMemory(), new Lease("t", NOW));
        Decision.Next twice = silent(second);
        Run third = second.retried(
                new AttemptEnd(NOW, twice.failure(), Duration.ZERO), twice.moreMemory(), new Lease("t", NOW));

        assertThat(once.moreMemory()).isFalse();
        assertThat(twice.moreMemory()).isTrue();
        assertThat(machine(second).type()).isEqualTo("n1-standard-2");
        assertThat(machine(third).type()).isEqualTo("n1-standard-4");
        assertThat(machine(third).memoryMib()).hasValue(8192L);
    }

    private static Decision.Next silent(Run run) {
        StatusEvent event = new StatusEvent(
                NOW,
                "Task state is updated from RUNNING to FAILED on zones/z/instances/i with exit code 50002.",
                OptionalInt.of(50002));
        JobSnapshot job = new JobSnapshot(
                run.job().name(), "uid", JobState.FAILED, Map.of(), List.of(event), NOW, Duration.ofSeconds(9));
        return (Decision.Next) Decision.decide(run, job, NOW);
    }

    private static Machine machine(Run run) {
        return run.job().body().fold(container -> container.machine(), raw -> null);
    }

    private static Decision end(RunState as) {
        return new Decision.End(as, Optional.empty());
    }

    private static Decision decide(RunState now, JobState job) {
        return Decision.decide(run(now), snapshot(JOB.name(), "uid", job), NOW);
    }

    private static JobSnapshot snapshot(JobName name, String uid, JobState state) {
        return new JobSnapshot(name, uid, state, Map.of(), List.of(), NOW, Duration.ZERO);
    }

    private static Run run(RunState state) {
        InputObject input = new InputObject(new ObjectName("b", "n"), 1, 1, NOW);
        return new Run(
                RunId.of("sluice", Cause.object(input)),
                "sluice",
                new ClientRef("mlops-template", "acme"),
                "b",
                Optional.of("upper-case"),
                Cause.object(input),
                Optional.of(input),
                Map.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                state,
                Optional.empty(),
                List.of(new Attempt(1, JOB, Optional.of("uid"), Optional.empty(), Optional.empty())),
                Reserve.none(),
                List.of(new Transition(state, NOW, 1)),
                Optional.empty(),
                Optional.empty());
    }
}
