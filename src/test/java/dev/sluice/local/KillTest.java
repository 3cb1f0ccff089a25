package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.NoCredentials;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} in the middle of uploads and jobs leaves, and what a restart makes of it. */
class KillTest {
    private static final String PARENT = "projects/demo/locations/europe-west1";
    private static final int JOBS = 20;
    private static final Set<JobStatus.State> ENDS = Set.of(JobStatus.State.SUCCEEDED, JobStatus.State.FAILED);

    @TempDir
    Path folder;

    private CloudProcess cloud;

    @BeforeEach
    void start() throws Exception {
        cloud = new CloudProcess(folder);
        cloud.start();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @RepeatedTest(2)
    void everyAcknowledgedObjectIsThereAndWholeAndEveryJobEnds() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        System.out.println("seed: -Dsluice.seed=" + seed);
        UploadStorm storm = new UploadStorm(seed);
        storage().create(BucketInfo.of(UploadStorm.BUCKET));
        List<String> jobs = createJobs();
        String upload = beginUpload();

        storm.untilItBreaks(storage(), cloud::kill);
        cloud.start();

        assertThat(finishUpload(upload)).isEqualTo(200);
        storm.assertAllThere(contents());
        storm.untilDone(storage());
        storm.assertAllThere(contents());
        awaitEnds(jobs);
    }

    /** Name to checksum of what Google's client reads and lists. */
    private Map<String, String> contents() throws Exception {
        Map<String, String> contents = new HashMap<>();
        try (Storage storage = storage()) {
            for (Blob blob : storage.list(UploadStorm.BUCKET).iterateAll()) {
                byte[] bytes = blob.getContent(); // checked against the checksum by the client
                assertThat(blob.getSize()).isEqualTo(bytes.length);
                assertThat(blob.getCrc32c()).isEqualTo(UploadStorm.crc32c(bytes));
                contents.put(blob.getName(), blob.getCrc32c());
            }
        }
        contents.remove("resumed");
        return contents;
    }

    /** A client that gives up at once, since there is nobody to answer for a while. */
    private Storage storage() {
        return StorageOptions.newBuilder()
                .setHost(cloud.storage())
                .setProjectId("demo")
                .setCredentials(NoCredentials.getInstance())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setMaxAttempts(1)
                        .setTotalTimeoutDuration(Duration.ofSeconds(20))
                        .build())
                .build()
                .getService();
    }

    private String beginUpload() throws Exception {
        String address =
                cloud.storage() + "/upload/storage/v1/b/" + UploadStorm.BUCKET + "/o?uploadType=resumable&name=resumed";
        String location = send("POST", address, "", "bytes */*")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(send("PUT", location, "x".repeat(256 * 1024), "bytes 0-262143/*")
                        .statusCode())
                .isEqualTo(308);
        return location.replace(cloud.storage(), "");
    }

    private int finishUpload(String upload) throws Exception {
        assertThat(send("PUT", cloud.storage() + upload, "", "bytes */262147")
                        .headers()
                        .firstValue("Range"))
                .hasValue("bytes=0-262143");
        return send("PUT", cloud.storage() + upload, "end", "bytes 262144-262146/262147")
                .statusCode();
    }

    private static HttpResponse<String> send(String method, String address, String body, String range)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Range", range)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<String> createJobs() throws Exception {
        Job job = Job.newBuilder()
                .addTaskGroups(TaskGroup.newBuilder()
                        .setTaskCount(2)
                        .setTaskSpec(TaskSpec.newBuilder()
                                .addRunnables(Runnable.newBuilder()
                                        .setScript(Runnable.Script.newBuilder().setText("sleep 2")))))
                .build();
        List<String> names = new ArrayList<>();
        withBatch(client -> {
            for (int i = 0; i < JOBS; i++) {
                names.add(client.createJob(PARENT, job, "kill-" + i).getName());
            }
        });
        return names;
    }

    private void awaitEnds(List<String> jobs) throws Exception {
        withBatch(client -> await("the end of all jobs")
                .atMost(Duration.ofSeconds(90))
                .until(() -> jobs.stream()
                        .allMatch(name ->
                                ENDS.contains(client.getJob(name).getStatus().getState()))));
    }

    private interface BatchWork {
        void with(BatchServiceClient client);
    }

    private void withBatch(BatchWork work) throws Exception {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(cloud.batch()).usePlaintext().build();
        try (BatchServiceClient client = BatchServiceClient.create(BatchServiceSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                .build())) {
            work.with(client);
        } finally {
            channel.shutdownNow();
        }
    }
}
