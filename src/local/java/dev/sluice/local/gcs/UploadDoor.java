package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The three ways to upload: media, multipart and resumable. */
final class UploadDoor {
    private static final String OCTETS = "application/octet-stream";
    private static final int REMEMBERED = 10_000;

    private final Buckets buckets;
    private final Resources resources;
    private final Map<String, ResumableUpload> uploads = new LinkedHashMap<>();

    UploadDoor(Buckets buckets, Resources resources) {
        this.buckets = buckets;
        this.resources = resources;
    }

    Response start(Request request) throws IOException {
        String type = request.query("uploadType").orElse("media");
        return switch (type) {
            case "media" -> media(request);
            case "multipart" -> multipart(request);
            case "resumable" -> resumable(request);
            default -> throw Refusal.invalid("uploadType must be media, multipart or resumable, not '" + type + "'");
        };
    }

    private Response media(Request request) throws IOException {
        ObjectNode resource = Json.object();
        request.query("contentEncoding").ifPresent(text -> resource.put("contentEncoding", text));
        return store(request, resource, request.header("Content-Type"), request.body());
    }

    private Response multipart(Request request) throws IOException {
        Multipart parts = new Multipart(request.header("Content-Type").orElse(""), request.body());
        Multipart.Part first = parts.next().orElseThrow(UploadDoor::twoParts);
        ObjectNode resource = Request.json(first.content());
        Multipart.Part media = parts.next().orElseThrow(UploadDoor::twoParts);
        return store(request, resource, Optional.ofNullable(media.headers().getFirst("Content-Type")), media.content());
    }

    private static Refusal twoParts() {
        return Refusal.invalid("A multipart upload has two parts: the resource as JSON, then the bytes");
    }

    private Response store(Request request, ObjectNode resource, Optional<String> type, InputStream bytes)
            throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        ObjectName name = name(request, resource);
        Expected expected = Expected.of(resource, request);
        try (Spool spool = bucket.spool()) {
            spool.append(bytes);
            Content content = spool.finish(0);
            expected.check(content);
            Attributes attributes = Attributes.of(resource).orType(type.orElse(OCTETS));
            return made(request, bucket.put(name, content, attributes, Conditions.of(request)));
        }
    }

    private Response resumable(Request request) throws IOException {
        ObjectNode resource = request.json();
        OptionalLong size = request.header("X-Upload-Content-Length").stream()
                .mapToLong(text -> Request.wholeNumber("X-Upload-Content-Length", text))
                .findFirst();
        ResumableUpload upload = new ResumableUpload(
                buckets.bucket(request.bucket()),
                name(request, resource),
                Attributes.of(resource)
                        .orType(request.header("X-Upload-Content-Type").orElse(OCTETS)),
                Conditions.of(request),
                Expected.of(resource, request),
                size);
        String id = UUID.randomUUID().toString();
        remember(id, upload);
        String location = resources.seenBy(request).base() + request.path() + "?uploadType=resumable&upload_id=" + id;
        return Response.empty(200).with("Location", location).with("X-GUploader-UploadID", id);
    }

    Response proceed(Request request) throws IOException {
        ResumableUpload upload = upload(request);
        Optional<StoredObject> made = upload.receive(request);
        if (made.isPresent()) {
            return made(request, made.get());
        }
        Response incomplete = Response.empty(308);
        long received = upload.received();
        return received == 0 ? incomplete : incomplete.with("Range", "bytes=0-" + (received - 1));
    }

    /** Answers 499, which is Google's way to say that it worked. */
    Response cancel(Request request) throws IOException {
        upload(request).cancel();
        return Response.empty(499);
    }

    private Response made(Request request, StoredObject object) {
        return Response.json(resources.seenBy(request).object(request.bucket(), object))
                .with("ETag", object.etag());
    }

    private static ObjectName name(Request request, ObjectNode resource) {
        return new ObjectName(request.query("name")
                .or(() -> Json.text(resource, "name"))
                .orElseThrow(() -> Refusal.required("name")));
    }

    /** The oldest are forgotten when there are too many; abandoned ones keep their bytes until the next start. */
    private void remember(String id, ResumableUpload upload) {
        synchronized (uploads) {
            uploads.put(id, upload);
            if (uploads.size() > REMEMBERED) {
                uploads.remove(uploads.keySet().iterator().next());
            }
        }
    }

    private ResumableUpload upload(Request request) {
        String id = request.query("upload_id").orElseThrow(() -> Refusal.required("upload_id"));
        synchronized (uploads) {
            return Optional.ofNullable(uploads.get(id))
                    .orElseThrow(() -> Refusal.notFound("No such upload: " + id + "; start a new one"));
        }
    }
}
