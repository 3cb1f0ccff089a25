package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import dev.sluice.batch.StatusEvent;
import dev.sluice.run.AttemptEnd;
import dev.sluice.run.Decision;
import dev.sluice.run.Lease;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All orders in which the snapshots of two attempts' jobs can be seen. */
class DecisionOrderTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:31:00Z");

    @TempDir
    Path folder;

    private Run accepted;
    private List<JobSnapshot> seen;

    @BeforeEach
    void aRunWithTwoAttempts() {
        Outside outside = Outside.with(ProofCatalog.in(folder));
        Service service = outside.start(Wire.SOUND, Order.POINTER_FIRST);
        service.event(ProofCatalog.ACME, outside.upload(ProofCatalog.ACME, "a.txt"));
        accepted = outside.runs().get(0);
        JobName first = accepted.job().name();
        JobName second = accepted.reserve().next().get(0).name();
        seen = List.of(
                job(first, JobState.QUEUED, "queued"),
                job(first, JobState.SCHEDULED, "scheduled"),
                job(first, JobState.RUNNING, "running"),
                job(first, JobState.FAILED, Reasons.PREEMPTED),
                job(second, JobState.QUEUED, "queued"),
                job(second, JobState.SCHEDULED, "scheduled"),
                job(second, JobState.RUNNING, "running"),
                job(second, JobState.SUCCEEDED, "succeeded"));
    }

    @Test
    void inNoOrderDoesTheRunMoveBackAndInTheEndItIsWhatItsLastJobCameTo() {
        int[] orders = {0};
        permutations(new ArrayList<>(seen), 0, order -> {
            orders[0]++;
            Run run = accepted;
            for (JobSnapshot job : order) {
                run = forward(run, job);
            }
            // whoever comes late is told again
            run = forward(forward(run, seen.get(3)), seen.get(7));
            assertThat(run.state()).as("%s", order).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.attempts()).hasSize(2);
        });
        assertThat(orders[0]).isEqualTo(40_320);
    }

    private static Run forward(Run run, JobSnapshot job) {
        Run next = after(run, job);
        assertThat(rank(next)).as("%s after %s", run.state(), job).isGreaterThanOrEqualTo(rank(run));
        return next;
    }

    private static int rank(Run run) {
        return run.attempts().size() * 100 + run.state().ordinal();
    }

    private static Run after(Run run, JobSnapshot job) {
        return Decision.decide(run, job, NOW)
                .fold(new Decision.Cases<>(
                        stay -> run,
                        advance -> run.advanced(advance.to(), NOW, job.uid()),
                        cancel -> run.unwanted(cancel.why()),
                        next -> run.retried(
                                new AttemptEnd(NOW, next.failure(), job.ran()),
                                next.moreMemory(),
                                new Lease("token", NOW)),
                        end -> run.ended(verdict(end))));
    }

    private static Verdict verdict(Decision.End end) {
        return new Verdict(
                end.as(),
                NOW,
                end.failure(),
                dev.sluice.run.Outputs.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private JobSnapshot job(JobName name, JobState state, String reason) {
        return new JobSnapshot(
                name,
                name.id() + "-uid",
                state,
                Map.of(),
                List.of(new StatusEvent(NOW, reason, OptionalInt.empty())),
                NOW,
                Duration.ofSeconds(3));
    }

    private static void permutations(
            List<JobSnapshot> all, int from, java.util.function.Consumer<List<JobSnapshot>> use) {
        if (from == all.size()) {
            use.accept(all);
        }
        for (int i = from; i < all.size(); i++) {
            Collections.swap(all, from, i);
            permutations(all, from + 1, use);
            Collections.swap(all, from, i);
        }
    }
}
