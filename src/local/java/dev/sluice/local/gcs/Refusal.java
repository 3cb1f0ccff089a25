package dev.sluice.local.gcs;

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

    static Refusal backendError(Exception cause) {
        return new Refusal(500, "backendError", "The local Cloud Storage failed: " + cause);
    }

    static Refusal uploadCancelled() {
        return new Refusal(499, "cancelled", "The upload was cancelled; start a new one");
    }
}
