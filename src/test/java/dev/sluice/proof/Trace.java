package dev.sluice.proof;

import dev.sluice.TestClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a simulation, a line each, kept only where somebody will read it, and what should not have happened. */
final class Trace {
    private final TestClock clock;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    Trace(TestClock clock, boolean kept) {
        this.clock = clock;
        this.kept = kept;
    }

    void note(Supplier<String> what) {
        if (kept) {
            lines.add(now() + "  " + what.get());
        }
    }

    /** Something that must never be. */
    void wrong(String what) {
        wrong.add(now() + "  " + what);
        note(() -> "WRONG: " + what);
    }

    List<String> lines() {
        return lines;
    }

    List<String> wrong() {
        return wrong;
    }

    private String now() {
        Instant time = clock.instant();
        return time.toString().replace('T', ' ').replace("Z", "");
    }
}
