package dev.sluice.run;

import java.util.Locale;
import java.util.Optional;

/**
 * What became of an event or a notice.
 *
 * @param run that it led to or was about
 * @param detail for the log: why it was ignored, rejected or buried
 */
public record Outcome(Kind kind, Optional<RunKey> run, String detail) {
    public static Outcome of(Kind kind, RunKey run) {
        return new Outcome(kind, Optional.of(run), "");
    }

    public static Outcome of(Kind kind, RunKey run, String detail) {
        return new Outcome(kind, Optional.of(run), detail);
    }

    public static Outcome ignored(String why) {
        return new Outcome(Kind.IGNORED, Optional.empty(), why);
    }

    public static Outcome deadLetter(String why) {
        return new Outcome(Kind.DEAD_LETTER, Optional.empty(), why);
    }

    /** In the words of the {@code Sluice-Outcome} header. */
    public enum Kind {
        CREATED,
        DUPLICATE,
        IGNORED,
        HELD,
        REJECTED,
        DEAD_LETTER,
        /** A notice moved a run on. */
        ADVANCED,
        /** The attempt was lost through no fault of its own, and another one was begun. */
        RETRIED,
        /** A notice ended a run. */
        SETTLED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
