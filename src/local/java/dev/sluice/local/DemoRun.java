package dev.sluice.local;

import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import java.util.Optional;

/** A run of the demo, as far as it was seen. */
final class DemoRun {
    private final DemoFile file;
    private final RunKey key;
    private Optional<Run> last = Optional.empty();

    DemoRun(DemoFile file, RunKey key) {
        this.file = file;
        this.key = key;
    }

    void seen(Run run) {
        last = Optional.of(run);
    }

    DemoFile file() {
        return file;
    }

    RunKey key() {
        return key;
    }

    Optional<Run> last() {
        return last;
    }

    boolean hasEnded() {
        return last.map(run -> run.state().isTerminal()).orElse(false);
    }

    /** The state in a word; UPLOADED before there is a record. */
    String state() {
        return last.map(run -> run.state().name()).orElse("UPLOADED");
    }
}
