package dev.sluice.local.pubsub;

import java.util.Collection;
import java.util.regex.Pattern;

/** What an ack id of this server looks like, and the bounds of a deadline. */
final class AckIds {
    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,19}-[0-9]{1,19}(?:-copy)?");
    private static final int LONGEST_DEADLINE_SECONDS = 600;

    private static final String COPY = "-copy";

    private AckIds() {}

    /** The ack id of a message that was delivered twice: another one, but either is good for the message. */
    static String copy(String ackId) {
        return ackId + COPY;
    }

    /** The lease that an ack id stands for. */
    static String lease(String ackId) {
        return ackId.endsWith(COPY) ? ackId.substring(0, ackId.length() - COPY.length()) : ackId;
    }

    static void check(Collection<String> ackIds) {
        for (String ackId : ackIds) {
            if (!SHAPE.matcher(ackId).matches()) {
                throw Refusals.invalid("You have passed an invalid ack ID to the service (ack_id=" + ackId + ").");
            }
        }
    }

    static void checkDeadline(int seconds) {
        if (seconds < 0 || seconds > LONGEST_DEADLINE_SECONDS) {
            throw Refusals.invalid("Invalid ack deadline given (ack_deadline_seconds=" + seconds
                    + "). It must be between 0 and " + LONGEST_DEADLINE_SECONDS + ".");
        }
    }
}
