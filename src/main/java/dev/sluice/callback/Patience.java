package dev.sluice.callback;

import dev.sluice.run.Callback;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to try again. Trouble is tried again after a minute, then two, four, up to an hour; a refusal each hour, since a person may mend
 * what it is about; the last time a day after the verdict.
 */
final class Patience {
    static final Duration OWED_FOR = Duration.ofHours(24);

    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int LONGEST_AFTER = 6;

    private Patience() {}

    /** The callback after one more try. */
    static Callback after(Callback before, Answer answer, Instant now, Instant verdict) {
        int times = before.times() + 1;
        boolean delivered = answer.kind() == Answer.Kind.TAKEN;
        Instant end = verdict.plus(OWED_FOR);
        Optional<Instant> next = delivered || !now.isBefore(end)
                ? Optional.empty()
                : Optional.of(earlier(now.plus(wait(answer.kind(), times)), end));
        return before.tried(new Callback.Tried(now, times, delivered, answer.status(), answer.text(), next));
    }

    private static Duration wait(Answer.Kind kind, int times) {
        return switch (kind) {
            case TROUBLED, SILENT -> growing(times);
            case REFUSED, TAKEN -> LONGEST;
        };
    }

    private static Duration growing(int times) {
        return times > LONGEST_AFTER ? LONGEST : SHORTEST.multipliedBy(1L << (times - 1));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
