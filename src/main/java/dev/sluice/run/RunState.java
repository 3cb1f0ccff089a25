package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Where a run stands. States only move forward, in the order written here; a terminal one never changes. */
@RegisterForReflection
public enum RunState {
    /** Recorded; the job may or may not have been created. */
    ACCEPTED(false),
    /** Waits for room within the client's limits. */
    HELD(false),
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

    /** Whether a run in this state may still move to another one. */
    public boolean mayBecome(RunState next) {
        return !terminal && compareTo(next) < 0;
    }
}
