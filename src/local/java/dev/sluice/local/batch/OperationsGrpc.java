package dev.sluice.local.batch;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import io.grpc.ServerServiceDefinition;

/** The routes of {@code google.longrunning.Operations} by which clients wait for deleteJob and cancelJob. */
final class OperationsGrpc {
    private OperationsGrpc() {}

    static ServerServiceDefinition service(Operations operations) {
        Operation operation = Operation.getDefaultInstance();
        return new Unary("google.longrunning.Operations")
                .on(
                        "GetOperation",
                        GetOperationRequest.getDefaultInstance(),
                        operation,
                        q -> operations.get(q.getName()))
                .on(
                        "ListOperations",
                        ListOperationsRequest.getDefaultInstance(),
                        ListOperationsResponse.getDefaultInstance(),
                        operations::list)
                .onLater("WaitOperation", WaitOperationRequest.getDefaultInstance(), operation, operations::await)
                .build();
    }
}
