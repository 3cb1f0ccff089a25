package dev.sluice.local.wire;

import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Google's JSON of an error, {@code {"error": {"code", "message", "status", "details"}}}. */
record RestError(int httpStatus, Code code, String message, List<String> details) {
    private static final Logger LOG = Logger.getLogger(RestError.class);
    /** The web's word for a caller that went away; no constant of the JDK's has it. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    static RestError of(StatusRuntimeException failure, JsonFormat.Printer printer) {
        Status status = StatusProto.fromThrowable(failure);
        Code code = failure.getStatus().getCode();
        List<String> details = status.getDetailsList().stream()
                .map(detail -> json(detail, printer))
                .filter(Objects::nonNull)
                .toList();
        return new RestError(http(code), code, status.getMessage(), details);
    }

    static RestError forbidden(String why) {
        return new RestError(403, Code.PERMISSION_DENIED, why, List.of());
    }

    private static String json(Any detail, JsonFormat.Printer printer) {
        try {
            return printer.print(detail);
        } catch (InvalidProtocolBufferException e) {
            LOG.debugf("a detail of an error is left out: %s", e);
            return null;
        }
    }

    /** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto says which is which. */
    static int http(Code code) {
        return switch (code) {
            case OK -> 200;
            case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
            case UNAUTHENTICATED -> 401;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ABORTED, ALREADY_EXISTS -> 409;
            case RESOURCE_EXHAUSTED -> 429;
            case CANCELLED -> CLIENT_CLOSED_REQUEST;
            case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
            case UNIMPLEMENTED -> 501;
            case UNAVAILABLE -> 503;
            case DEADLINE_EXCEEDED -> 504;
        };
    }

    String json() {
        String more = details.isEmpty()
                ? ""
                : ",\n    \"details\": [" + details.stream().collect(Collectors.joining(", ")) + "]";
        return "{\n  \"error\": {\n    \"code\": %d,\n    \"message\": %s,\n    \"status\": \"%s\"%s\n  }\n}\n"
                .formatted(httpStatus, quoted(message), code, more);
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
