package dev.sluice.local.batch;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AbortedException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.api.gax.rpc.StatusCode.Code;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import java.io.IOException;

/** Over REST, as the client speaks it. */
class BatchConformanceRestTest extends BatchConformance {
    @Override
    BatchServiceClient client(BatchAtWork work) throws IOException {
        return BatchServiceClient.create(BatchServiceSettings.newHttpJsonBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(BatchServiceSettings.defaultHttpJsonTransportProviderBuilder()
                        .setEndpoint("http://" + work.batch.endpoint())
                        .build())
                .build());
    }

    @Override
    Polled operations(BatchServiceClient client) {
        var operations = client.getHttpJsonOperationsClient();
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
            case ALREADY_EXISTS -> AbortedException.class;
            case FAILED_PRECONDITION -> InvalidArgumentException.class;
            default -> throw new IllegalArgumentException(code.name());
        };
    }
}
