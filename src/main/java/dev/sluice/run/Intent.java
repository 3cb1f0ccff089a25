package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * Why a job is cancelled: written down first, so that whoever sees it CANCELLED knows what is to follow.
 *
 * @param by who wants it: a person, or the rule that was met
 * @param why for people
 */
@RegisterForReflection
public record Intent(Kind kind, String by, String why, Instant at) {
    /** What follows once the job is gone. */
    @RegisterForReflection
    public enum Kind {
        /** The run ends, CANCELLED. */
        CANCEL,
        /** The run goes on at its next placement; where none is left it ends, FAILED for want of capacity. */
        REPLACE
    }

    /** Somebody wants the run to end. */
    public static Intent cancel(String by, String why, Instant at) {
        return new Intent(Kind.CANCEL, by, why, at);
    }

    /** The job never began, and another place may have room for it. */
    public static Intent replace(String why, Instant at) {
        return new Intent(Kind.REPLACE, "queueLimit", why, at);
    }
}
