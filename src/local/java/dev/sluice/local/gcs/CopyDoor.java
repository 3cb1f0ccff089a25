package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.nio.channels.Channels;

/** New objects out of objects: copies, moves and compositions. */
@Fidelity(
        what = "copy, rewrite, move and compose, with conditions on the sources",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"StorageConformanceTest", "LocalStorageObjectsTest", "gcloud-storage-commands.sh"},
        simplified = "a rewrite ends in one call whatever the size; a move is a copy and a delete")
final class CopyDoor {
    private static final int MOST_COMPONENTS = 32;

    private final Buckets buckets;
    private final Resources resources;

    CopyDoor(Buckets buckets, Resources resources) {
        this.buckets = buckets;
        this.resources = resources;
    }

    /** Done in one call whatever the size; Google may ask for more calls with a rewrite token. */
    Response rewrite(Request request) throws IOException {
        StoredObject made = copied(request, request.place("toBucket"));
        return Response.json(Json.object()
                .put("kind", "storage#rewriteResponse")
                .put("totalBytesRewritten", Long.toString(made.size()))
                .put("objectSize", Long.toString(made.size()))
                .put("done", true)
                .set("resource", resources.seenBy(request).object(request.place("toBucket"), made)));
    }

    Response copy(Request request) throws IOException {
        return Response.json(resources
                .seenBy(request)
                .object(request.place("toBucket"), copied(request, request.place("toBucket"))));
    }

    /** A copy, then a delete of what was copied: for a moment both are there, where Google moves at once. */
    Response move(Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        StoredObject source = bucket.get(request.object(), Conditions.ofSource(request));
        StoredObject made = copied(request, request.bucket());
        bucket.delete(request.object(), Conditions.generationIs(source.generation()));
        return Response.json(resources.seenBy(request).object(request.bucket(), made));
    }

    private StoredObject copied(Request request, String toBucket) throws IOException {
        Attributes wanted = Attributes.of(request.json());
        Bucket target = buckets.bucket(toBucket);
        ObjectName name = ObjectName.asked(request.place("toObject"));
        try (Opened source = buckets.bucket(request.bucket()).open(request.object(), Conditions.ofSource(request));
                Spool spool = target.spool()) {
            spool.append(Channels.newInputStream(source.bytes()));
            Attributes old = source.object().attributes();
            Attributes attributes = wanted.isEmpty()
                    ? old
                    : old.text("contentType").map(wanted::orType).orElse(wanted);
            Content content = spool.finish(source.object().components());
            return target.put(name, content, attributes, Conditions.of(request));
        }
    }

    Response compose(Request request) throws IOException {
        ObjectNode body = request.json();
        JsonNode sources = body.path("sourceObjects");
        if (sources.isEmpty() || sources.size() > MOST_COMPONENTS) {
            throw Refusal.invalid("compose takes 1 to " + MOST_COMPONENTS + " sourceObjects, not " + sources.size());
        }
        Bucket bucket = buckets.bucket(request.bucket());
        Attributes attributes = Attributes.of(body.path("destination"));
        int components = 0;
        try (Spool spool = bucket.spool()) {
            for (JsonNode source : sources) {
                try (Opened part =
                        bucket.open(ObjectName.asked(source.path("name").asText()), conditions(source))) {
                    spool.append(Channels.newInputStream(part.bytes()));
                    components += Math.max(1, part.object().components());
                    attributes = part.object()
                            .attributes()
                            .text("contentType")
                            .map(attributes::orType)
                            .orElse(attributes);
                }
            }
            Content content = spool.finish(components);
            StoredObject made = bucket.put(request.object(), content, attributes, Conditions.of(request));
            return Response.json(resources.seenBy(request).object(request.bucket(), made));
        }
    }

    private static Conditions conditions(JsonNode source) {
        return Json.text(source, "generation")
                .or(() -> Json.text(source.path("objectPreconditions"), "ifGenerationMatch"))
                .map(generation -> Conditions.generationIs(Request.wholeNumber("generation", generation)))
                .orElse(Conditions.NONE);
    }
}
