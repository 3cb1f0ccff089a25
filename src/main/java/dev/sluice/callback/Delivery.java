package dev.sluice.callback;

import dev.sluice.run.Callback;

/** What became of a callback that may be owed. */
public enum Delivery {
    /** Taken by the other side. */
    DELIVERED,
    /** Still owed: answered, but not taken; or not to be tried yet. */
    PUT_OFF,
    /** Still owed: nobody answered. */
    UNANSWERED,
    /** Not taken for a day: not tried any more. */
    GIVEN_UP,
    /** Nothing was owed, or no more. */
    NOTHING_OWED;

    static Delivery of(Callback after, Answer answer) {
        if (after.isDelivered()) {
            return DELIVERED;
        }
        if (!after.isOwed()) {
            return GIVEN_UP;
        }
        return answer.kind() == Answer.Kind.SILENT ? UNANSWERED : PUT_OFF;
    }
}
