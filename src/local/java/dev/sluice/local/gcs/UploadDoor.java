package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;

/** The ways to upload: media, multipart, resumable, and the XML API's PUT. */
final class UploadDoor {
    private static final String OCTETS = "application/octet-stream";

    private final Buckets buckets;
    private final Resources resources;

    UploadDoor(Buckets buckets, Resources resources) {
        this.buckets = buckets;
        this.resources = resources;
    }

    Response start(Request request) throws IOException {
        if (request.query("upload_id").isPresent()) {
            return proceed(request);
        }
        String type = request.query("uploadType").orElse("media");
        return switch (type) {
            case "media" -> media(request);
            case "multipart" -> multipart(request);
            case "resumable" -> resumable(request);
            default -> throw Refusal.invalid("uploadType must be media, multipart or resumable, not '" + type + "'");
        };
    }

    @Fidelity(
            what = "uploads in one request, simple and multipart, also with transport compression",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"StorageConformanceTest", "LocalStorageWireTest", "gcloud-storage-commands.sh", "python-storage.sh"})
    private Response media(Request request) throws IOException {
        ObjectNode resource = Json.object();
        request.query("contentEncoding").ifPresent(text -> resource.put("contentEncoding", text));
        Upload upload = met(request, resource);
        return stored(upload, request.header("Content-Type"), upload.request().body());
    }

    private Response multipart(Request request) throws IOException {
        Multipart parts = new Multipart(request.header("Content-Type").orElse(""), request.body());
        Multipart.Part first = parts.next().orElseThrow(UploadDoor::twoParts);
        Upload upload = met(request, Request.json(first.content()));
        Multipart.Part media = parts.next().orElseThrow(UploadDoor::twoParts);
        InputStream bytes =
                request.call().map(call -> call.received(media.content())).orElse(media.content());
        return stored(upload, Optional.ofNullable(media.headers().getFirst("Content-Type")), bytes);
    }

    private static Refusal twoParts() {
        return Refusal.invalid("A multipart upload has two parts: the resource as JSON, then the bytes");
    }

    /** The XML API's upload; its address names the object. */
    Response put(Request request) throws IOException {
        ObjectNode resource = Json.object();
        request.header("Content-Encoding")
                .filter(text -> !text.equalsIgnoreCase("gzip")) // such a body is unpacked already
                .ifPresent(text -> resource.put("contentEncoding", text));
        request.header("Cache-Control").ifPresent(text -> resource.put("cacheControl", text));
        ObjectNode metadata = Json.object();
        request.headers().forEach((name, values) -> {
            if (name.toLowerCase().startsWith("x-goog-meta-")) {
                metadata.put(name.toLowerCase().substring("x-goog-meta-".length()), values.get(0));
            }
        });
        resource.set("metadata", metadata);
        Upload upload = new Upload(request, request.object(), resource);
        try (Response made = stored(upload, request.header("Content-Type"), request.body())) {
            return new Response(200, made.headers(), Response.empty(200).body());
        }
    }

    /** An upload that has met its faults. */
    private record Upload(Request request, ObjectName name, ObjectNode resource) {}

    private static Upload met(Request request, ObjectNode resource) {
        ObjectName name = ObjectName.asked(request.query("name")
                .or(() -> Json.text(resource, "name"))
                .orElseThrow(() -> Refusal.required("name")));
        return new Upload(request.meeting(request.bucket() + "/" + name.text()), name, resource);
    }

    private Response stored(Upload upload, Optional<String> type, InputStream bytes) throws IOException {
        Request request = upload.request();
        Bucket bucket = buckets.bucket(request.bucket());
        Expected expected = Expected.of(upload.resource(), request);
        try (Spool spool = bucket.spool()) {
            spool.append(bytes);
            Content content = spool.finish(0);
            expected.check(content);
            Attributes attributes = Attributes.of(upload.resource()).orType(type.orElse(OCTETS));
            return made(request, bucket.put(upload.name(), content, attributes, Conditions.of(request)));
        }
    }

    private Response resumable(Request request) throws IOException {
        Upload upload = met(request, request.json());
        Bucket bucket = buckets.bucket(request.bucket());
        String id = UUID.randomUUID().toString();
        SessionRecord record = new SessionRecord(
                id,
                upload.name().text(),
                Attributes.of(upload.resource())
                        .orType(request.header("X-Upload-Content-Type").orElse(OCTETS)),
                Conditions.of(request).named(),
                Expected.of(upload.resource(), request).hashes(),
                request.header("X-Upload-Content-Length")
                        .map(text -> Request.wholeNumber("X-Upload-Content-Length", text))
                        .orElse(null),
                buckets.now(),
                false,
                null);
        bucket.sessions().begin(bucket, record);
        String location = resources.seenBy(request).base() + request.path() + "?uploadType=resumable&upload_id=" + id;
        return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
    }

    Response proceed(Request request) throws IOException {
        ResumableUpload upload = session(request);
        Request met = request.meeting(request.bucket() + "/" + upload.object());
        Optional<StoredObject> made = upload.receive(met);
        if (made.isPresent()) {
            return made(request, made.get());
        }
        long received = upload.received();
        Response incomplete = incomplete(request);
        return received == 0 ? incomplete : incomplete.with("Range", "bytes=0-" + (received - 1));
    }

    /** Go's client asks for a 200 that means 308, since some proxies take a 308 for a redirect. */
    private static Response incomplete(Request request) {
        boolean no308 = request.header("X-GUploader-No-308")
                .filter(text -> text.equalsIgnoreCase("yes"))
                .isPresent();
        return no308 ? Response.empty(200).with("X-HTTP-Status-Code-Override", "308") : Response.empty(308);
    }

    /** Answers 499, which is Google's way to say that it worked. */
    @Fidelity(
            what = "a resumable upload can be cancelled (499) and expires a week after its start (410)",
            verified = {Verified.DOCUMENTED},
            by = {"LocalStorageWireTest", "LocalStorageResumeTest"},
            simplified = "Google answers some expired uploads with 404")
    Response cancel(Request request) throws IOException {
        ResumableUpload upload = session(request);
        request.meeting(request.bucket() + "/" + upload.object());
        upload.cancel();
        return Response.empty(499);
    }

    private Response made(Request request, StoredObject object) {
        return Response.json(resources.seenBy(request).object(request.bucket(), object))
                .with("ETag", object.etag());
    }

    private ResumableUpload session(Request request) {
        String id = request.query("upload_id").orElseThrow(() -> Refusal.required("upload_id"));
        return buckets.bucket(request.bucket()).sessions().find(id);
    }
}
