package dev.sluice.callback;

/**
 * What a pass did for callbacks.
 *
 * @param owed how many there were
 * @param due whose time had come
 * @param delivered taken by the other side
 * @param failed tried, or looked at, and still owed
 * @param givenUp not taken for a day, and not tried any more
 * @param settled owed nothing any more when looked at
 */
public record PaidCallbacks(int owed, int due, int delivered, int failed, int givenUp, int settled) {
    static PaidCallbacks none(int owed, int due) {
        return new PaidCallbacks(owed, due, 0, 0, 0, 0);
    }

    PaidCallbacks and(Delivery delivery) {
        return switch (delivery) {
            case DELIVERED -> new PaidCallbacks(owed, due, delivered + 1, failed, givenUp, settled);
            case PUT_OFF, UNANSWERED -> new PaidCallbacks(owed, due, delivered, failed + 1, givenUp, settled);
            case GIVEN_UP -> new PaidCallbacks(owed, due, delivered, failed, givenUp + 1, settled);
            case NOTHING_OWED -> new PaidCallbacks(owed, due, delivered, failed, givenUp, settled + 1);
        };
    }

    /** How many were due and left to the next pass. */
    public int left() {
        return due - delivered - failed - givenUp - settled;
    }
}
