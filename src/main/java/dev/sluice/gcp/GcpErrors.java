package dev.sluice.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.storage.StorageException;
import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import java.util.function.Supplier;

/** Turns the errors of Google's clients into ours, with what was tried and on what. */
final class GcpErrors {
    private GcpErrors() {}

    /** Makes a call to Google. @param doing completes "could not …" */
    static <T> T call(String doing, Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            throw isPassing(e.getStatusCode().getCode()) ? new RetryLater(doing, e) : new GiveUp(doing, e);
        } catch (StorageException e) {
            throw isPassing(e.getCode()) ? new RetryLater(doing, e) : new GiveUp(doing, e);
        }
    }

    private static boolean isPassing(StatusCode.Code code) {
        return switch (code) {
            // UNAUTHENTICATED: our credentials are in trouble, the request is not
            case UNAVAILABLE,
                    DEADLINE_EXCEEDED,
                    RESOURCE_EXHAUSTED,
                    ABORTED,
                    CANCELLED,
                    INTERNAL,
                    UNKNOWN,
                    UNAUTHENTICATED -> true;
            case OK,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    DATA_LOSS -> false;
        };
    }

    /** @param code an HTTP status, 0 where there was no answer */
    private static boolean isPassing(int code) {
        return code == 0 || code == 401 || code == 408 || code == 429 || code >= 500;
    }
}
