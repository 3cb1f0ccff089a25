package dev.sluice.local.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import com.google.cloud.batch.v1.Job;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Over gRPC. */
class BatchConformanceTest extends BatchConformance {
    @Override
    BatchServiceClient client(BatchAtWork work) throws IOException {
        return BatchServiceClient.create(BatchServiceSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(BatchServiceSettings.defaultGrpcTransportProviderBuilder()
                        .setEndpoint(work.batch.endpoint())
                        .setChannelConfigurator(channel -> channel.usePlaintext())
                        .build())
                .build());
    }

    @Test
    void whatVersionOneDoesNotHaveIsNotImplemented() {
        MethodDescriptor<Job, Job> update = MethodDescriptor.<Job, Job>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("google.cloud.batch.v1.BatchService/UpdateJob")
                .setRequestMarshaller(ProtoUtils.marshaller(Job.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Job.getDefaultInstance()))
                .build();
        ManagedChannel channel = ManagedChannelBuilder.forTarget(work.batch.endpoint())
                .usePlaintext()
                .build();
        try {
            assertThatThrownBy(() -> ClientCalls.blockingUnaryCall(
                            channel, update, CallOptions.DEFAULT, Job.getDefaultInstance()))
                    .hasMessageContaining("UNIMPLEMENTED");
        } finally {
            channel.shutdownNow();
        }
    }

    @Override
    Polled operations(BatchServiceClient client) {
        var operations = client.getOperationsClient();
        return new Polled(
                operations::getOperation,
                operations::deleteOperation,
                () -> names(operations.listOperations(BatchAtWork.PARENT, "").iterateAll()));
    }

    @Override
    Class<? extends ApiException> seenAs(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT -> InvalidArgumentException.class;
            case NOT_FOUND -> NotFoundException.class;
            case ALREADY_EXISTS -> AlreadyExistsException.class;
            case FAILED_PRECONDITION -> FailedPreconditionException.class;
            default -> throw new IllegalArgumentException(code.name());
        };
    }
}
