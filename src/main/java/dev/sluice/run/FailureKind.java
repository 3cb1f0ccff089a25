package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Why a run did not give what was asked, by who can do something about it. */
@RegisterForReflection
public enum FailureKind {
    INVALID_INPUT,
    GUARDRAIL,
    BUDGET,
    APP,
    TIME_LIMIT,
    NO_OUTPUT,
    PREEMPTED,
    CAPACITY,
    QUOTA,
    VM,
    VANISHED,
    INTERNAL
}
