package dev.sluice.local;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Finalized events of objects that nobody uploaded: the warm path never looks at them. */
final class BenchEvents {
    static final String BUCKET = "demo-batch";

    private BenchEvents() {}

    static HttpRequest event(URI service, int round, int number) {
        String name = "mlops-template/acme/inputs/%d/%d.txt".formatted(round, number);
        String body =
                """
                {"kind": "storage#object", "bucket": "%s", "name": "%s", "generation": "%d", "metageneration": "1",
                 "contentType": "text/plain", "size": "1234", "timeCreated": "2026-11-21T07:30:12.345Z"}
                """
                        .formatted(BUCKET, name, 1_795_246_212_345_678L + number);
        return HttpRequest.newBuilder(service.resolve("/events/storage"))
                .header("Content-Type", "application/json")
                .header("ce-specversion", "1.0")
                .header("ce-id", round + "-" + number)
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/" + BUCKET)
                .header("ce-type", "google.cloud.storage.object.v1.finalized")
                .header("ce-subject", "objects/" + name)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
