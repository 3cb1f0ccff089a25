package dev.sluice.local.batch;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Empty;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.ServerServiceDefinition;

/** The routes of {@code google.longrunning.Operations} by which clients wait for deleteJob and cancelJob. */
@Fidelity(
        what =
                "operations of cancelJob and deleteJob: get, list, wait, cancel, delete, with OperationMetadata, kept over a restart",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"BatchConformanceTest", "BatchRepeatsTest", "python-batch.sh", "go-batch.sh"},
        simplified = "kept for 30 days; cancelling one is noted and changes nothing; listed without a filter only")
final class OperationsGrpc {
    private OperationsGrpc() {}

    static ServerServiceDefinition service(Operations operations) {
        Operation operation = Operation.getDefaultInstance();
        Empty empty = Empty.getDefaultInstance();
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
                .on("CancelOperation", CancelOperationRequest.getDefaultInstance(), empty, operations::cancel)
                .on("DeleteOperation", DeleteOperationRequest.getDefaultInstance(), empty, operations::delete)
                .onLater("WaitOperation", WaitOperationRequest.getDefaultInstance(), operation, operations::await)
                .build();
    }
}
