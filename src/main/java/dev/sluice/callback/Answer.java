package dev.sluice.callback;

import java.util.Optional;

/**
 * What came of a try.
 *
 * @param status the HTTP status; empty where there was no answer
 * @param text the start of the answer on one line, or what went wrong
 */
record Answer(Kind kind, Optional<Integer> status, String text) {
    enum Kind {
        /** Taken: nothing is owed any more. */
        TAKEN,
        /** The same request will be refused again until a person mends something. */
        REFUSED,
        /** The other side has trouble, which passes. */
        TROUBLED,
        /** Nobody answered. */
        SILENT
    }

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY_REQUESTS = 429;

    /** An answer with a status. A redirection is not followed, so it is a refusal. */
    static Answer of(int status, String text) {
        return new Answer(kind(status), Optional.of(status), text);
    }

    private static Kind kind(int status) {
        if (status >= 200 && status < 300) {
            return Kind.TAKEN;
        }
        boolean passes =
                status >= 500 || status == REQUEST_TIMEOUT || status == TOO_EARLY || status == TOO_MANY_REQUESTS;
        return passes ? Kind.TROUBLED : Kind.REFUSED;
    }

    /** It was not sent, and will not be as things are. */
    static Answer refused(String why) {
        return new Answer(Kind.REFUSED, Optional.empty(), why);
    }

    /** It could not be sent for something of our own. */
    static Answer troubled(String why) {
        return new Answer(Kind.TROUBLED, Optional.empty(), why);
    }

    /** There was no answer. */
    static Answer silent(String why) {
        return new Answer(Kind.SILENT, Optional.empty(), why);
    }
}
