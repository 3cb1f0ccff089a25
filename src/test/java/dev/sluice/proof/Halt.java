package dev.sluice.proof;

import java.util.List;

/** A process that halts at a step of a scenario, in a way. */
record Halt(Scenario scenario, int step, CrashWire.Mode mode) {
    /** The ways in which a process can die. */
    static final List<CrashWire.Mode> MODES =
            List.of(CrashWire.Mode.BEFORE, CrashWire.Mode.AFTER, CrashWire.Mode.AFTER_WITHOUT_ANSWER);

    /** One way for each step, so that all ways are met in each scenario, and at a step that many scenarios share. */
    static Halt inTurn(Scenario scenario, int step) {
        return new Halt(scenario, step, MODES.get((step + scenario.ordinal()) % MODES.size()));
    }

    @Override
    public String toString() {
        return scenario + " " + step + " " + mode;
    }
}
