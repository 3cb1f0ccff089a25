package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageOptions;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.local.LocalCloud;
import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import dev.sluice.run.InputObject;
import dev.sluice.storage.ObjectName;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service against accidents: stopped, killed, down, without Batch, with a broken catalog. */
class ServiceIT {
    private static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private LocalCloud cloud;
    private ServiceProcess service;
    private Storage storage;
    private Topics topics;

    @BeforeEach
    void start() throws Exception {
        catalog = TestCatalog.in(Files.createDirectory(folder.resolve("catalog")));
        // its job goes on until the client's file go.flag is there
        catalog.template("upper-case", template("command: [\"/mnt/disks/client\"]", "60s"));
        cloud = LocalClouds.in(folder.resolve("data"));
        service = new ServiceProcess(cloud, catalog.root(), folder.resolve("service.log"));
        cloud.storage().createBucket("sluice-ledger");
        cloud.bucketWithEvents("demo-batch", service.address());
        cloud.notices("sluice-batch-notifications", service.address());
        topics = new Topics(cloud);
        topics.listen(ACME);
        storage = StorageOptions.newBuilder()
                .setHost(cloud.storage().endpoint().toString())
                .setProjectId("demo")
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }

    @AfterEach
    void stop() throws Exception {
        service.close();
        storage.close();
        topics.close();
        cloud.close();
    }

    @Test
    void givenTheServiceIsStoppedBetweenUploadAndEndThenTheRunEndsAsIfNothingHadHappened() {
        service.start().awaitReady();
        put(ACME.inputs() + "letters.txt");
        awaitRunning();

        service.stop();
        put(ACME.prefix() + "go.flag");
        service.start();

        awaitOneSuccess();
    }

    @Test
    void givenTheServiceIsKilledBetweenUploadAndEndThenTheRunEndsAsIfNothingHadHappened() {
        service.start().awaitReady();
        put(ACME.inputs() + "letters.txt");
        awaitRunning();

        service.kill();
        put(ACME.prefix() + "go.flag");
        service.start();

        awaitOneSuccess();
    }

    @Test
    void givenTheServiceIsDownWhenAFileIsUploadedThenItRunsOnceTheServiceIsUp() {
        put(ACME.prefix() + "go.flag");
        put(ACME.inputs() + "letters.txt");

        service.start();

        awaitOneSuccess();
    }

    @Test
    void givenBatchIsUnavailableThenTheAnswerIs503AndTheRedeliveredEventRunsLater() throws Exception {
        int port = service.pointBatchAtAFreePort();
        service.start().awaitReady();
        InputObject input = new InputObject(
                new ObjectName("demo-batch", ACME.inputs() + "letters.txt"),
                17,
                1,
                Instant.parse("2026-11-21T07:30:12Z"));
        HttpRequest event = new Events(service.address()).finalized(input);

        assertThat(send(event).statusCode()).isEqualTo(503);

        try (LocalBatch batch = LocalBatch.start(batchAt(port), LocalBatch.Execution.NOTHING)) {
            HttpResponse<Void> again = await("the redelivered event's answer")
                    .atMost(PATIENCE)
                    .until(() -> send(event), answer -> answer.statusCode() == 204);
            assertThat(again.headers().firstValue("Sluice-Outcome")).contains("created");
            assertThat(batch.calls()).isPositive();
            awaitOneSuccess();
        }
    }

    @Test
    void givenABrokenCatalogThenTheServiceDoesNotStartAndSaysEverythingThatIsWrong() {
        catalog.template(
                "upper-case",
                template("comand: [a]\n  command: [\"{input.url}\"]", "five minutes")
                        + "secrets: { API_KEY: hunter2 }\n");

        int exitCode = service.start().awaitExit();

        assertThat(exitCode).isNotZero();
        String file = "mlops-template/templates/upper-case.yaml";
        assertThat(service.log().lines().filter(line -> line.contains(file)))
                .anyMatch(line -> line.contains(file + ":3:") && line.contains("comand"))
                .anyMatch(line -> line.contains(file + ":4:") && line.contains("input.url"))
                .anyMatch(line -> line.contains(file + ":7:") && line.contains("five minutes"))
                .anyMatch(line -> line.contains(file + ":9:") && line.contains("API_KEY"));
        assertThat(service.log()).doesNotContain("hunter2").doesNotContain("\tat dev.sluice");
    }

    private static String template(String container, String timeLimit) {
        return """
                container:
                  image: europe-docker.pkg.dev/demo/docker/wait:1
                  %s
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west1, provisioning: STANDARD }]
                timeLimit: %s
                trigger: { match: "**/*.txt" }
                """
                .formatted(container, timeLimit);
    }

    private LocalBatch.Options batchAt(int port) {
        LocalBatch.Volumes nothing = new LocalBatch.Volumes() {
            @Override
            public Path mount(String remotePath) {
                return folder;
            }

            @Override
            public void changed(String remotePath) {
                // its tasks do nothing
            }
        };
        return new LocalBatch.Options(
                folder.resolve("late"),
                port,
                LocalClock.running(),
                Faults.none(),
                Map.of(),
                nothing,
                cloud.pubsub()::publish,
                LocalCloud.PROJECT_NUMBER,
                LocalBatch.Delays.none());
    }

    private void put(String name) {
        storage.create(BlobInfo.newBuilder("demo-batch", name).build(), "x".getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<Void> send(HttpRequest event) throws Exception {
        return HttpClient.newHttpClient().send(event, BodyHandlers.discarding());
    }

    private void awaitRunning() {
        await("a RUNNING run").atMost(PATIENCE).until(() -> states().equals(List.of("RUNNING")));
    }

    private void awaitOneSuccess() {
        List<PubsubMessage> messages = new ArrayList<>();
        await("a message").atMost(PATIENCE).until(() -> messages.addAll(topics.look(ACME)));
        assertThat(messages).singleElement().satisfies(message -> assertThat(message.getAttributesMap())
                .containsEntry("state", "SUCCEEDED"));
        assertThat(states()).containsExactly("SUCCEEDED");
    }

    /** The states of all records, as a list of the ledger shows them. */
    private List<String> states() {
        List<String> states = new ArrayList<>();
        for (Blob record :
                storage.list("sluice-ledger", BlobListOption.prefix("runs/")).iterateAll()) {
            states.add(record.getMetadata().get("state"));
        }
        return states;
    }
}
