package dev.sluice.gcp;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.sluice.SluiceConfig;
import io.grpc.ManagedChannelBuilder;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/**
 * Makes Google's clients. Each talks to Google with the default credentials, or, where its endpoint is overridden, to that endpoint in
 * plain text and without credentials.
 */
@Dependent
class GcpClients {
    private final SluiceConfig config;
    private final GoogleConfig google;

    GcpClients(SluiceConfig config, GoogleConfig google) {
        this.config = config;
        this.google = google;
    }

    @Produces
    @Singleton
    Storage storage() {
        keepConnections();
        StorageOptions.Builder options =
                StorageOptions.newBuilder().setProjectId(config.project()).setRetrySettings(retries());
        google.storage().hostOverride().ifPresent(override -> options.setHost(override)
                .setCredentials(NoCredentials.getInstance()));
        return options.build().getService();
    }

    /**
     * The JDK's HTTP client, which Storage's is built on, keeps five connections to a host and closes the others after each call: with
     * more calls at once most would begin with a TLS handshake. It reads this once for the whole process.
     */
    private static void keepConnections() {
        System.getProperties().putIfAbsent("http.maxConnections", "100");
    }

    void close(@Disposes Storage storage) throws Exception {
        storage.close();
    }

    @Produces
    @Singleton
    BatchServiceClient batch() throws IOException {
        BatchServiceSettings.Builder settings = BatchServiceSettings.newBuilder();
        Duration timeout = config.google().callTimeout();
        // never repeated by the client: whoever calls decides, because a createJob without an answer may have been
        // applied
        settings.createJobSettings().setSimpleTimeoutNoRetriesDuration(timeout);
        settings.getJobSettings().setRetrySettings(retries());
        config.google().batchHostOverride().ifPresent(override -> settings.setTransportChannelProvider(
                        plainText(BatchServiceSettings.defaultGrpcTransportProviderBuilder(), override))
                .setCredentialsProvider(nobody()));
        return BatchServiceClient.create(settings.build());
    }

    void close(@Disposes BatchServiceClient batch) {
        batch.close();
    }

    @Produces
    @Singleton
    TopicAdminClient pubsub() throws IOException {
        TopicAdminSettings.Builder settings = TopicAdminSettings.newBuilder();
        settings.publishSettings().setRetrySettings(retries());
        // by default a message waits 10 ms for others to come
        settings.getStubSettingsBuilder()
                .publishSettings()
                .setBatchingSettings(
                        BatchingSettings.newBuilder().setIsEnabled(false).build());
        google.pubsub().emulatorHost().ifPresent(override -> settings.setTransportChannelProvider(
                        plainText(TopicAdminSettings.defaultGrpcTransportProviderBuilder(), override))
                .setCredentialsProvider(nobody()));
        return TopicAdminClient.create(settings.build());
    }

    void close(@Disposes TopicAdminClient pubsub) {
        pubsub.close();
    }

    private static TransportChannelProvider plainText(
            InstantiatingGrpcChannelProvider.Builder provider, String endpoint) {
        return provider.setEndpoint(endpoint)
                .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                .build();
    }

    private static CredentialsProvider nobody() {
        return NoCredentialsProvider.create();
    }

    private RetrySettings retries() {
        Duration total = config.google().callTimeout();
        return RetrySettings.newBuilder()
                .setInitialRetryDelayDuration(Duration.ofMillis(100))
                .setRetryDelayMultiplier(2)
                .setMaxRetryDelayDuration(Duration.ofSeconds(5))
                .setInitialRpcTimeoutDuration(total)
                .setMaxRpcTimeoutDuration(total)
                .setTotalTimeoutDuration(total)
                .build();
    }
}
