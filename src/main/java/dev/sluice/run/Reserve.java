package dev.sluice.run;

import dev.sluice.batch.JobSpec;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may still be tried for a run, planned when the run was accepted: a later change of the catalog does not touch it.
 *
 * @param next whole jobs of the attempts that were not made yet, in their order
 * @param queueLimit how long a job may wait before it runs
 * @param roomier a machine with more memory within the guardrails, for when the VM went silent twice; empty where there is none
 */
@RegisterForReflection
public record Reserve(List<JobSpec> next, Duration queueLimit, Optional<Roomier> roomier) {
    public Reserve {
        next = List.copyOf(next);
    }

    /** Nothing more can be tried. */
    public static Reserve none() {
        return new Reserve(List.of(), Duration.ofDays(2), Optional.empty());
    }

    boolean isEmpty() {
        return next.isEmpty();
    }

    Reserve withoutFirst() {
        return new Reserve(next.subList(1, next.size()), queueLimit, roomier);
    }

    /** The same attempts, each with more memory where there is a machine that has it. */
    Reserve withMoreMemory() {
        return roomier.map(more ->
                        new Reserve(next.stream().map(more::applyTo).toList(), queueLimit, Optional.<Roomier>empty()))
                .orElse(this);
    }

    /**
     * More memory for a task.
     *
     * @param machineType that has it
     * @param memoryMib of the task
     */
    @RegisterForReflection
    public record Roomier(String machineType, long memoryMib) {
        JobSpec applyTo(JobSpec job) {
            return job.onMachine(machine -> machine.with(machineType, memoryMib));
        }
    }
}
