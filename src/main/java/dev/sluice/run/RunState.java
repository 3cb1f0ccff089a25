package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Where a run stands. Within an attempt states only move forward, in the order written here; another attempt begins at ACCEPTED again. A
 * terminal one never changes.
 */
@RegisterForReflection
public enum RunState {
    /** Recorded; waits for room within its client's limits, or for its turn. */
    HELD(false),
    /** Recorded; the job may or may not have been created. */
    ACCEPTED(false),
    QUEUED(false),
    SCHEDULED(false),
    RUNNING(false),
    SUCCEEDED(true),
    FAILED(true),
    CANCELLED(true),
    /** Never became a job: what was asked cannot be run. */
    REJECTED(true);

    private final boolean terminal;

    RunState(boolean terminal) {
        this.terminal = terminal;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** Whether a run in this state may still move to another one of the same attempt. */
    public boolean mayBecome(RunState next) {
        return !terminal && compareTo(next) < 0;
    }
}
