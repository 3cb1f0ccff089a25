package dev.sluice.run;

/** Why a run did not give what was asked, by who can do something about it. */
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
