package dev.sluice.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.run.Attempt;
import dev.sluice.run.AttemptEnd;
import dev.sluice.run.Cause;
import dev.sluice.run.Failure;
import dev.sluice.run.InputObject;
import dev.sluice.run.Money;
import dev.sluice.run.Output;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Transition;
import dev.sluice.run.Verdict;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The data of a status message. Durations are in seconds; 64-bit numbers that are no sizes are strings, as Google writes them. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record StatusData(
        String run,
        String deployment,
        String product,
        String client,
        Optional<String> template,
        RunState state,
        Instant time,
        CauseData cause,
        Optional<InputData> input,
        OutputsData outputs,
        List<AttemptData> attempts,
        AttemptCounts attemptCounts,
        CostData cost,
        List<Transition> timeline,
        Durations durations,
        Optional<Failure> failure) {

    @RegisterForReflection
    record CauseData(String kind, Instant time) {
        static CauseData of(Cause cause) {
            return new CauseData(cause.kind().name().toLowerCase(Locale.ROOT), cause.time());
        }
    }

    /** @param replaced whether it was another generation, or gone, at the end; absent where nobody looked */
    @RegisterForReflection
    record InputData(String uri, String generation, long size, Optional<Boolean> replaced) {
        static InputData of(InputObject input, Verdict verdict) {
            return new InputData(
                    input.name().uri(), Long.toString(input.generation()), input.size(), verdict.inputReplaced());
        }
    }

    @RegisterForReflection
    record OutputsData(Optional<String> prefix, List<Output> files, long count, Optional<String> manifest) {
        static OutputsData of(Run run, Verdict verdict) {
            return new OutputsData(
                    run.lastAttempt().map(attempt -> prefix(run, attempt)),
                    verdict.outputs().files(),
                    verdict.outputs().count(),
                    verdict.outputs().manifest());
        }

        private static String prefix(Run run, Attempt attempt) {
            return "gs://" + run.bucket() + "/" + run.outputPrefix(attempt.number());
        }
    }

    /** @param lostTo why it was lost, where another one followed */
    @RegisterForReflection
    record AttemptData(int number, String job, String prefix, Optional<Double> running, Optional<Failure> lostTo) {
        static AttemptData of(Run run, Attempt attempt, Verdict verdict) {
            Optional<Duration> ran = attempt.end().map(AttemptEnd::ran).or(verdict::ran);
            return new AttemptData(
                    attempt.number(),
                    attempt.job().name().toString(),
                    "gs://" + run.bucket() + "/" + run.outputPrefix(attempt.number()),
                    ran.map(Durations::seconds),
                    attempt.end().map(AttemptEnd::failure));
        }
    }

    /** @param infrastructure attempts that were lost through no fault of the job's */
    @RegisterForReflection
    record AttemptCounts(long infrastructure, long own) {
        static AttemptCounts of(Run run, Verdict verdict) {
            long lost = run.attempts().stream()
                    .filter(attempt -> attempt.end().isPresent())
                    .count();
            boolean lastLost =
                    verdict.failure().filter(Failure::isInfrastructure).isPresent();
            long infrastructure = lost + (lastLost ? 1 : 0);
            return new AttemptCounts(infrastructure, run.attempts().size() - infrastructure);
        }
    }

    /** What is not known is absent, never 0. */
    @RegisterForReflection
    record CostData(Optional<Money> estimate, Optional<Money> actual) {}

    /**
     * @param total from acceptance to the verdict
     * @param running how long the last job ran; absent without a job
     */
    @RegisterForReflection
    record Durations(double total, Optional<Double> running) {
        static Durations of(Run run, Verdict verdict) {
            Instant start = run.timeline().get(0).at();
            return new Durations(
                    seconds(Duration.between(start, verdict.at())),
                    verdict.ran().map(Durations::seconds));
        }

        static double seconds(Duration duration) {
            return duration.toMillis() / 1000.0;
        }
    }

    static StatusData of(Run run, Verdict verdict) {
        return new StatusData(
                run.id().value(),
                run.deployment(),
                run.client().product(),
                run.client().client(),
                run.template(),
                run.state(),
                verdict.at(),
                CauseData.of(run.cause()),
                run.input().map(input -> InputData.of(input, verdict)),
                OutputsData.of(run, verdict),
                run.attempts().stream()
                        .map(attempt -> AttemptData.of(run, attempt, verdict))
                        .toList(),
                AttemptCounts.of(run, verdict),
                new CostData(run.estimate(), verdict.cost()),
                run.timeline(),
                Durations.of(run, verdict),
                verdict.failure());
    }
}
