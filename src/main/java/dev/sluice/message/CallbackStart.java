package dev.sluice.message;

import dev.sluice.run.Run;

/** Who begins with the callback of a run as soon as it is announced. The debt is noted by then: whatever comes of it, nothing is lost. */
public interface CallbackStart {
    /** Makes the first try beside the caller's work, if the run owes a callback; never throws, never waits. */
    void soon(Run run);
}
