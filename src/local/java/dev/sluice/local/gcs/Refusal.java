package dev.sluice.local.gcs;

import com.google.rpc.Code;

/** An answer other than success, with the status and the reason word that Google's clients switch on. */
final class Refusal extends RuntimeException {
    private final int status;
    private final String reason;

    private Refusal(int status, String reason, String message) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "invalid", message);
    }

    static Refusal required(String parameter) {
        return new Refusal(400, "required", "Required parameter: " + parameter);
    }

    static Refusal noBucket(String bucket) {
        return new Refusal(404, "notFound", "The specified bucket does not exist: " + bucket);
    }

    static Refusal noObject(String bucket, ObjectName name) {
        return new Refusal(404, "notFound", "No such object: " + bucket + "/" + name.text());
    }

    static Refusal notFound(String message) {
        return new Refusal(404, "notFound", message);
    }

    static Refusal conflict(String message) {
        return new Refusal(409, "conflict", message);
    }

    static Refusal conditionNotMet() {
        return new Refusal(412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }

    static Refusal notModified() {
        return new Refusal(304, "notModified", "Not Modified");
    }

    static Refusal outOfRange(String range, long size) {
        return new Refusal(
                416,
                "requestedRangeNotSatisfiable",
                "The range " + range + " is outside the " + size + " bytes there are");
    }

    static Refusal internalError(Exception cause) {
        return new Refusal(500, "internalError", "The local Cloud Storage failed: " + cause);
    }

    static Refusal uploadCancelled() {
        return new Refusal(499, "cancelled", "The upload was cancelled; start a new one");
    }

    static Refusal uploadExpired(String id) {
        return new Refusal(410, "gone", "The upload " + id + " is older than a week and has expired; start a new one");
    }

    /** A piece that begins behind what is here: 503, so that a client asks how far the upload is and goes on from there. */
    static Refusal uploadGap(long offset, long received) {
        return new Refusal(
                503,
                "backendError",
                "Invalid request. According to the Content-Range header, the upload offset is " + offset
                        + " byte(s), which exceeds already uploaded size of " + received + " byte(s).");
    }

    static Refusal notImplemented(String message) {
        return new Refusal(501, "notImplemented", message);
    }

    /** As Google's JSON API would tell what a gRPC service tells by the code. */
    static Refusal told(Code code, String message) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new Refusal(400, "invalid", message);
            case UNAUTHENTICATED -> new Refusal(401, "authError", message);
            case PERMISSION_DENIED -> new Refusal(403, "forbidden", message);
            case NOT_FOUND -> notFound(message);
            case ALREADY_EXISTS, ABORTED -> conflict(message);
            case FAILED_PRECONDITION -> new Refusal(412, "conditionNotMet", message);
            case RESOURCE_EXHAUSTED -> new Refusal(429, "rateLimitExceeded", message);
            case CANCELLED -> new Refusal(499, "cancelled", message);
            case UNIMPLEMENTED -> notImplemented(message);
            case UNAVAILABLE -> new Refusal(503, "backendError", message);
            case DEADLINE_EXCEEDED -> new Refusal(504, "gatewayTimeout", message);
            case OK, UNKNOWN, INTERNAL, DATA_LOSS, UNRECOGNIZED -> new Refusal(500, "internalError", message);
        };
    }
}
