package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.local.LocalCloud;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.time.LocalClock;
import dev.sluice.run.InputObject;
import dev.sluice.storage.ObjectName;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SIGTERM does to the packaged service. */
class ShutdownIT {
    private static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    private static final Duration A_CALL_TAKES = Duration.ofSeconds(6);

    @TempDir
    Path folder;

    private final Faults faults = new Faults(7, LocalClock.running());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LocalCloud cloud;
    private BatchServiceClient batch;
    private ServiceProcess service;

    @BeforeEach
    void start() throws IOException {
        TestCatalog catalog = TestCatalog.in(Files.createDirectory(folder.resolve("catalog")));
        cloud = LocalClouds.withoutProcesses(folder.resolve("data"), faults);
        service = new ServiceProcess(cloud, catalog.root(), folder.resolve("service.log"));
        cloud.storage().createBucket("sluice-ledger");
        cloud.storage().createBucket("demo-batch");
        batch = BatchServiceClient.create(BatchServiceSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setEndpoint("127.0.0.1:" + cloud.batch().port())
                .setTransportChannelProvider(BatchServiceSettings.defaultGrpcTransportProviderBuilder()
                        .setEndpoint("127.0.0.1:" + cloud.batch().port())
                        .setChannelConfigurator(io.grpc.ManagedChannelBuilder::usePlaintext)
                        .build())
                .build());
        service.start().awaitReady();
    }

    @AfterEach
    void stop() {
        service.close();
        batch.close();
        cloud.close();
    }

    @Test
    void finishesWhatIsInHandAnswers503ToTheRestAndEndsInTime() throws Exception {
        Fault slow = faults.add(Fault.of(Service.BATCH, Kind.SLOW)
                .at("CreateJob")
                .delay(A_CALL_TAKES)
                .times(1));
        CompletableFuture<HttpResponse<Void>> inHand =
                client.sendAsync(event("in-hand.txt"), BodyHandlers.discarding());
        await("the call to Batch")
                .atMost(Duration.ofSeconds(60))
                .until(() -> faults.strikes(slow.id()).orElse(0L) == 1);

        service.askToStop();
        List<Integer> rest = new ArrayList<>();
        while (!inHand.isDone() && !rest.contains(503)) {
            rest.add(client.send(event("later-" + rest.size() + ".txt"), BodyHandlers.discarding())
                    .statusCode());
        }

        assertThat(rest)
                .as("from some moment on; the service said%n%s", service.log())
                .last()
                .isEqualTo(503);
        assertThat(inHand.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(service::awaitExit);
        assertThat(exit.get(10, TimeUnit.SECONDS)).isIn(0, 143);
        long taken = 1 + rest.stream().filter(code -> code == 204).count();
        assertThat(batch.listJobs("projects/demo/locations/europe-west1").iterateAll())
                .as("what was answered 204 has its job")
                .hasSize((int) taken);
    }

    private HttpRequest event(String name) {
        Instant now = Instant.parse("2026-11-21T07:30:15Z");
        return new Events(service.address())
                .finalized(new InputObject(new ObjectName("demo-batch", ACME.inputs() + name), 1, 1, now));
    }
}
