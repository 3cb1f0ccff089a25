package dev.sluice.local.gcs;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running local Cloud Storage with the bucket {@code demo-batch}, and Google's client pointed at it. */
final class Served implements AutoCloseable {
    static final String BUCKET = "demo-batch";
    /** Short enough for a test to see several tries. */
    static final Backoff IMPATIENT = new Backoff(Duration.ofMillis(20), Duration.ofMillis(80), Duration.ofHours(24));

    final LocalStorage local;
    final Storage storage;
    private final HttpClient http = HttpClient.newHttpClient();

    private Served(LocalStorage local) {
        this.local = local;
        this.storage = StorageOptions.newBuilder()
                .setHost(local.endpoint().toString())
                .setProjectId("demo")
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        local.createBucket(BUCKET);
    }

    static Served on(Path data) throws IOException {
        return on(data, LocalClock.running());
    }

    static Served on(Path data, int port) throws IOException {
        return new Served(LocalStorage.start(
                new LocalStorage.Options(data, port, LocalClock.running(), Faults.none()), IMPATIENT));
    }

    static Served on(Path data, LocalClock clock) throws IOException {
        return on(data, clock, Faults.none());
    }

    static Served on(Path data, LocalClock clock, Faults faults) throws IOException {
        return new Served(LocalStorage.start(new LocalStorage.Options(data, 0, clock, faults), IMPATIENT));
    }

    /** Starts a resumable upload; its address without the host. */
    String begin(String name, String... headers) throws IOException, InterruptedException {
        String target = "/upload/storage/v1/b/" + BUCKET + "/o?uploadType=resumable&name=" + name;
        return send("POST", target, "", headers)
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replace(local.endpoint().toString(), "");
    }

    Blob put(String name, String text, Storage.BlobTargetOption... options) {
        return storage.create(
                BlobInfo.newBuilder(BUCKET, name).setContentType("text/plain").build(),
                text.getBytes(StandardCharsets.UTF_8),
                options);
    }

    String text(String name) {
        return new String(storage.readAllBytes(BlobId.of(BUCKET, name)), StandardCharsets.UTF_8);
    }

    List<String> list(Storage.BlobListOption... options) {
        return storage.list(BUCKET, options).streamAll().map(Blob::getName).toList();
    }

    HttpResponse<String> send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(local.endpoint() + target))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() throws Exception {
        storage.close();
        local.close();
    }
}
