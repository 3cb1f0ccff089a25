package dev.sluice.local.pubsub;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Collection;

/** What a client is told when a call cannot be done, in words close to Google's. */
final class Refusals {
    private Refusals() {}

    static StatusRuntimeException notFound(String id) {
        return Status.NOT_FOUND
                .withDescription("Resource not found (resource=" + id + ").")
                .asRuntimeException();
    }

    static StatusRuntimeException alreadyExists(String id) {
        return Status.ALREADY_EXISTS
                .withDescription("Resource already exists in the project (resource=" + id + ").")
                .asRuntimeException();
    }

    static StatusRuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }

    static StatusRuntimeException aborted(String what) {
        return Status.ABORTED.withDescription(what).asRuntimeException();
    }

    static StatusRuntimeException precondition(String what) {
        return Status.FAILED_PRECONDITION.withDescription(what).asRuntimeException();
    }

    static StatusRuntimeException unimplemented(String what) {
        return Status.UNIMPLEMENTED
                .withDescription("The local Pub/Sub does not have " + what + ".")
                .asRuntimeException();
    }

    /** With exactly-once delivery Google's clients look for each failed id in an ErrorInfo (seen in the Java and Python clients). */
    static StatusRuntimeException staleAckIds(Collection<String> ackIds) {
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason("EXACTLY_ONCE_ACKID_FAILURE").setDomain("pubsub.googleapis.com");
        ackIds.forEach(id -> info.putMetadata(id, "PERMANENT_FAILURE_INVALID_ACK_ID"));
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("Some acknowledgement ids in the request were invalid. This could be because the"
                        + " acknowledgement ids have expired or the acknowledgement ids were malformed.")
                .addDetails(Any.pack(info.build()))
                .build());
    }
}
