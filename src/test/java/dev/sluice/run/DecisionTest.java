package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import dev.sluice.contract.JobSpecs;
import dev.sluice.storage.ObjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            Decision.decide(run, snapshot(JOB.name(), "uid", job))
                    .fold(
                            stay -> run,
                            advance -> assertThat(now.mayBecome(advance.to()))
                                    .as("%s to %s", now, advance.to())
                                    .isTrue(),
                            end -> assertThat(now.mayBecome(end.as()))
                                    .as("%s to %s", now, end.as())
                                    .isTrue());
        }
    }

    @Test
    void theJobsStateIsTheRuns() {
        assertThat(decide(RunState.ACCEPTED, JobState.QUEUED)).isEqualTo(new Decision.Advance(RunState.QUEUED));
        assertThat(decide(RunState.QUEUED, JobState.RUNNING)).isEqualTo(new Decision.Advance(RunState.RUNNING));
        assertThat(decide(RunState.ACCEPTED, JobState.SUCCEEDED)).isEqualTo(new Decision.End(RunState.SUCCEEDED));
        assertThat(decide(RunState.RUNNING, JobState.FAILED)).isEqualTo(new Decision.End(RunState.FAILED));
        assertThat(decide(RunState.RUNNING, JobState.CANCELLED)).isEqualTo(new Decision.End(RunState.CANCELLED));
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
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(other, "uid", JobState.FAILED)))
                .isInstanceOf(Decision.Stay.class);
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(JOB.name(), "another", JobState.FAILED)))
                .isInstanceOf(Decision.Stay.class);
    }

    @Test
    void theProjectsNumberInsteadOfItsIdIsTheSameJob() {
        JobName numbered = JOB.name().inProject("770252724889");
        assertThat(Decision.decide(run(RunState.RUNNING), snapshot(numbered, "uid", JobState.SUCCEEDED)))
                .isEqualTo(new Decision.End(RunState.SUCCEEDED));
    }

    private static Decision decide(RunState now, JobState job) {
        return Decision.decide(run(now), snapshot(JOB.name(), "uid", job));
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
                state,
                Optional.empty(),
                List.of(new Attempt(1, JOB, Optional.of("uid"))),
                List.of(new Transition(state, NOW)),
                Optional.empty());
    }
}
