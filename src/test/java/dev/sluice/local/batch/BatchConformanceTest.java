package dev.sluice.local.batch;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FailedPreconditionException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import java.io.IOException;

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
