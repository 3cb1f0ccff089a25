package dev.sluice.local.wire;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something in a REST request that does not fit the method's request, in Google's words.
 *
 * @param field the path to what holds it, empty for the request itself
 */
record JsonProblem(String field, String description) {
    private static final String INVALID = "Invalid JSON payload received. ";

    /** As in https://github.com/nextflow-io/nextflow/issues/3051. */
    static JsonProblem unknownName(String name, String in, String why) {
        String at = in.isEmpty() ? "" : " at '%s'".formatted(in);
        return new JsonProblem(in, INVALID + "Unknown name \"%s\"%s: %s".formatted(name, at, why));
    }

    static JsonProblem invalidValue(String field, String type, String value) {
        return new JsonProblem(field, "Invalid value at '%s' (%s), %s".formatted(field, type, value));
    }

    static JsonProblem of(String what) {
        return new JsonProblem("", INVALID + what);
    }

    /** All of them as one error: Google tells everything that is wrong at once. */
    static StatusRuntimeException error(List<JsonProblem> problems) {
        BadRequest details = BadRequest.newBuilder()
                .addAllFieldViolations(problems.stream()
                        .map(problem -> FieldViolation.newBuilder()
                                .setField(problem.field())
                                .setDescription(problem.description())
                                .build())
                        .toList())
                .build();
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(problems.stream().map(JsonProblem::description).collect(Collectors.joining("\n")))
                .addDetails(Any.pack(details))
                .build());
    }

    StatusRuntimeException error() {
        return error(List.of(this));
    }

    /** An INVALID_ARGUMENT that is about no field. */
    static StatusRuntimeException invalid(String what) {
        return io.grpc.Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }
}
