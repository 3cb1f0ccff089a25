package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Objects over the wire, but for uploads and copies. Access control, billing and encryption parameters are ignored. */
final class ObjectDoor {
    private final Buckets buckets;
    private final Resources resources;

    ObjectDoor(Buckets buckets, Resources resources) {
        this.buckets = buckets;
        this.resources = resources;
    }

    /** There are no old generations, so a list of versions is a list, and nothing that was deleted is kept. */
    Response list(Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        Page page = request.flag("softDeleted")
                ? new Page(List.of(), List.of(), Optional.empty())
                : bucket.list(ListQuery.of(request));
        ObjectNode list = Json.object().put("kind", "storage#objects");
        page.next().ifPresent(next -> list.put("nextPageToken", ListQuery.token(next)));
        if (!page.prefixes().isEmpty()) {
            ArrayNode prefixes = list.putArray("prefixes");
            page.prefixes().forEach(prefixes::add);
        }
        if (!page.objects().isEmpty()) {
            ArrayNode items = list.putArray("items");
            page.objects().forEach(object -> items.add(resources.seenBy(request).object(request.bucket(), object)));
        }
        return Response.json(list);
    }

    Response get(Request request) throws IOException {
        if (request.query("alt").filter("media"::equals).isPresent()) {
            return media(request);
        }
        StoredObject object = buckets.bucket(request.bucket()).get(request.object(), Conditions.of(request));
        return Response.json(resources.seenBy(request).object(request.bucket(), object))
                .with("ETag", object.etag());
    }

    Response media(Request request) throws IOException {
        return Media.answer(buckets.bucket(request.bucket()).open(request.object(), Conditions.of(request)), request);
    }

    Response patch(Request request) throws IOException {
        return changed(request, request.json(), false);
    }

    Response update(Request request) throws IOException {
        return changed(request, request.json(), true);
    }

    Response delete(Request request) throws IOException {
        buckets.bucket(request.bucket()).delete(request.object(), Conditions.of(request));
        return Response.empty(204);
    }

    Response cannotRestore(Request request) {
        throw Refusal.noObject(request.bucket(), request.object());
    }

    private Response changed(Request request, ObjectNode resource, boolean replace) throws IOException {
        StoredObject object = buckets.bucket(request.bucket())
                .change(
                        request.object(),
                        Conditions.of(request),
                        attributes -> replace ? Attributes.of(resource) : attributes.patched(resource));
        return Response.json(resources.seenBy(request).object(request.bucket(), object))
                .with("ETag", object.etag());
    }
}
