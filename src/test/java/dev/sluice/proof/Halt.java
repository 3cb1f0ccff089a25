package dev.sluice.proof;

import java.util.List;

/** A process that halts at a step of a scenario, in a way. */
record Halt(Scenario scenario, int step, CrashWire.Mode mode) {
    /** The ways in which a process can die. */
    static final List<CrashWire.Mode> MODES =
            List.of(CrashWire.Mode.BEFORE, CrashWire.Mode.AFTER, CrashWire.Mode.AFTER_WITHOUT_ANSWER);

    /** Whether it is the one way for its step where each step has one: all ways in each scenario, and at a step that scenarios share. */
    boolean isInTurn() {
        return mode == MODES.get((step + scenario.ordinal()) % MODES.size());
    }

    @Override
    public String toString() {
        return scenario + " " + step + " " + mode;
    }
}
