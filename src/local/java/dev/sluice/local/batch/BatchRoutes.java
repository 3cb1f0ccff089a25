package dev.sluice.local.batch;

import com.google.api.HttpRule;
import com.google.cloud.batch.v1.BatchProto;
import com.google.cloud.batch.v1.JobProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.EmptyProto;
import com.google.rpc.ErrorDetailsProto;
import dev.sluice.local.wire.WireServer.Served;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import java.util.List;
import java.util.Map;

/** The gRPC services of Batch and their REST addresses. */
final class BatchRoutes {
    /** What the {@code Any} of an operation or an error can hold. */
    static final List<FileDescriptor> TYPES = List.of(
            BatchProto.getDescriptor(),
            JobProto.getDescriptor(),
            EmptyProto.getDescriptor(),
            ErrorDetailsProto.getDescriptor());

    private static final String OPERATIONS = "/v1/{name=projects/*/locations/*}/operations";
    private static final String OPERATION = "/v1/{name=projects/*/locations/*/operations/*}";

    private BatchRoutes() {}

    static List<Served> of(BatchApi api, ServerInterceptor... interceptors) {
        // the addresses of operations are in Batch's service configuration, not in its protos
        Map<String, HttpRule> operations = Map.of(
                "ListOperations", HttpRule.newBuilder().setGet(OPERATIONS).build(),
                "GetOperation", HttpRule.newBuilder().setGet(OPERATION).build(),
                "CancelOperation",
                        HttpRule.newBuilder()
                                .setPost(OPERATION + ":cancel")
                                .setBody("*")
                                .build(),
                "DeleteOperation", HttpRule.newBuilder().setDelete(OPERATION).build());
        return List.of(
                new Served(
                        ServerInterceptors.intercept(BatchGrpc.service(api), interceptors),
                        BatchProto.getDescriptor().findServiceByName("BatchService")),
                new Served(
                        ServerInterceptors.intercept(OperationsGrpc.service(api.operations()), interceptors),
                        OperationsProto.getDescriptor().findServiceByName("Operations"),
                        operations),
                new Served(ServerInterceptors.intercept(Locations.service(), interceptors), Locations.described()));
    }
}
