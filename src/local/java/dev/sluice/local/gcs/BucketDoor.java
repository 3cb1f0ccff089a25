package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;

/** Buckets over the wire. */
final class BucketDoor {
    private final Buckets buckets;
    private final Resources resources;

    BucketDoor(Buckets buckets, Resources resources) {
        this.buckets = buckets;
        this.resources = resources;
    }

    Response insert(Request request) throws IOException {
        ObjectNode resource = request.json();
        String name = Json.text(resource, "name").orElseThrow(() -> Refusal.required("name"));
        String project = request.query("project").orElseThrow(() -> Refusal.required("project"));
        request.meeting(name);
        return Response.json(resources.seenBy(request).bucket(buckets.create(name, project, resource)));
    }

    Response get(Request request) {
        BucketRecord bucket = buckets.record(request.bucket());
        Conditions.of(request).forRead(bucket.created(), bucket.metageneration());
        return Response.json(resources.seenBy(request).bucket(bucket));
    }

    /** All on one page: a laptop has few. */
    Response list(Request request) {
        String project = request.query("project").orElseThrow(() -> Refusal.required("project"));
        String prefix = request.query("prefix").orElse("");
        ObjectNode list = Json.object().put("kind", "storage#buckets");
        ArrayNode items = Json.object().arrayNode();
        buckets.all().stream()
                .filter(bucket -> bucket.project().equals(project))
                .filter(bucket -> bucket.name().startsWith(prefix))
                .forEach(bucket -> items.add(resources.seenBy(request).bucket(bucket)));
        return Response.json(items.isEmpty() ? list : list.set("items", items));
    }

    Response patch(Request request) throws IOException {
        return changed(request, BucketRecord::patched);
    }

    Response update(Request request) throws IOException {
        return changed(request, BucketRecord::replaced);
    }

    private interface Change {
        BucketRecord of(BucketRecord bucket, ObjectNode wanted, long now);
    }

    private Response changed(Request request, Change change) throws IOException {
        ObjectNode wanted = request.json();
        Conditions conditions = Conditions.of(request);
        return Response.json(resources.seenBy(request).bucket(buckets.change(request.bucket(), bucket -> {
            conditions.forWrite(bucket.created(), bucket.metageneration());
            return change.of(bucket, wanted, buckets.now());
        })));
    }

    Response delete(Request request) throws IOException {
        buckets.delete(request.bucket(), Conditions.of(request));
        return Response.empty(204);
    }

    Response storageLayout(Request request) {
        ObjectNode bucket = resources.seenBy(request).bucket(buckets.record(request.bucket()));
        ObjectNode layout = Json.object()
                .put("kind", "storage#storageLayout")
                .put("bucket", request.bucket())
                .put("location", bucket.path("location").asText())
                .put("locationType", bucket.path("locationType").asText());
        layout.putObject("hierarchicalNamespace").put("enabled", false);
        return Response.json(layout);
    }

    @Fidelity(
            what = "probes for folders, managed folders and notifications find none; to make one is refused with 501",
            verified = {Verified.CLIENT, Verified.OURS},
            by = {"LocalStorageBucketsTest", "gcloud-storage-commands.sh"},
            simplified =
                    "no hierarchical namespace, no managed folders, no Pub/Sub notifications: events go out as Eventarc's do")
    Response noFolders(Request request) {
        buckets.record(request.bucket());
        return Response.json(Json.object());
    }

    Response cannotHaveFolders(Request request) {
        buckets.record(request.bucket());
        throw Refusal.notImplemented("The local Cloud Storage has no managed folders; object names with '/' need none");
    }

    Response noNotifications(Request request) {
        buckets.record(request.bucket());
        return Response.json(Json.object().put("kind", "storage#notifications"));
    }

    Response cannotNotify(Request request) {
        buckets.record(request.bucket());
        throw Refusal.notImplemented("The local Cloud Storage sends no notifications to Pub/Sub topics; it pushes"
                + " CloudEvents as Eventarc does");
    }
}
