package dev.sluice.local.batch;

import com.google.rpc.Code;

/** A request that Batch refuses, with Google's canonical code; each wire says it in its own way. */
final class BatchError extends RuntimeException {
    private final Code code;

    BatchError(Code code, String message) {
        super(message);
        this.code = code;
    }

    Code code() {
        return code;
    }

    static BatchError invalid(String message) {
        return new BatchError(Code.INVALID_ARGUMENT, message);
    }

    /** In the words of https://github.com/broadinstitute/cromwell/issues/7708. */
    static BatchError field(String field, String why) {
        return invalid("%s field is invalid. %s".formatted(field, why));
    }

    /** In the words of https://github.com/nextflow-io/nextflow/issues/5422. */
    static BatchError notFound(String resource) {
        return new BatchError(Code.NOT_FOUND, "Resource \"%s\" was not found".formatted(resource));
    }

    /** In the words of https://github.com/nextflow-io/nextflow/issues/6916. */
    static BatchError alreadyExists(String resource) {
        return new BatchError(Code.ALREADY_EXISTS, "Resource \"%s\" already exists".formatted(resource));
    }

    static BatchError failedPrecondition(String message) {
        return new BatchError(Code.FAILED_PRECONDITION, message);
    }

    static BatchError unimplemented(String message) {
        return new BatchError(Code.UNIMPLEMENTED, message);
    }
}
