package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** An update by PUT is taken for a patch: what it leaves out stays. */
    Response patch(Request request) throws IOException {
        ObjectNode patch = request.json();
        Conditions conditions = Conditions.of(request);
        return Response.json(resources.seenBy(request).bucket(buckets.change(request.bucket(), bucket -> {
            conditions.forWrite(bucket.created(), bucket.metageneration());
            return bucket.patched(patch, buckets.now());
        })));
    }

    Response delete(Request request) throws IOException {
        buckets.delete(request.bucket(), Conditions.of(request));
        return Response.empty(204);
    }

    /** Everybody may do everything here. */
    Response testPermissions(Request request) {
        buckets.record(request.bucket());
        ArrayNode permissions = Json.object().arrayNode();
        request.queries("permissions").forEach(permissions::add);
        return Response.json(
                Json.object().put("kind", "storage#testIamPermissionsResponse").set("permissions", permissions));
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

    /** Buckets here are flat, so there are none of these resources. */
    Response noFolders(Request request) {
        buckets.record(request.bucket());
        return Response.json(Json.object());
    }
}
