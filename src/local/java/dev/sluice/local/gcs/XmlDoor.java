package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The XML API's {@code /BUCKET/OBJECT}, by which Google's Go client reads and signed addresses point. */
final class XmlDoor {
    private static final Set<String> TAKEN =
            Set.of("storage", "upload", "download", "resumable", "batch", "_local", "favicon.ico");

    private final ObjectDoor objects;
    private final UploadDoor uploads;

    /** A request of the XML API: its name for faults, and what its address says. */
    record Call(String name, Map<String, String> places) {}

    XmlDoor(ObjectDoor objects, UploadDoor uploads) {
        this.objects = objects;
        this.uploads = uploads;
    }

    Optional<Call> call(Request request) {
        String[] parts = request.path().split("/", 3);
        if (parts.length < 3 || parts[2].isEmpty() || TAKEN.contains(parts[1])) {
            return Optional.empty();
        }
        Map<String, String> places = Map.of("bucket", PercentCode.path(parts[1]), "object", PercentCode.path(parts[2]));
        Optional<String> name =
                switch (request.method()) {
                    case "GET", "HEAD" -> Optional.of("objects.get");
                    case "PUT" -> Optional.of("objects.insert");
                    case "DELETE" -> Optional.of("objects.delete");
                    default -> Optional.empty();
                };
        return name.map(text -> new Call(text, places));
    }

    @Fidelity(
            what = "GET, HEAD, PUT and DELETE of `/BUCKET/OBJECT` (XML API, signed addresses)",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"LocalStorageWireTest", "go-storage.sh"},
            simplified =
                    "signatures and their expiry are not checked; lists, multipart uploads and bucket calls of the XML API are missing")
    Response answer(Request request) throws IOException {
        try {
            StruckCall call = request.call().orElseThrow();
            return call.answered(done(request.meeting(request.about())));
        } catch (Refusal refusal) {
            return refusal.status() == 304 ? Response.empty(304) : error(refusal);
        }
    }

    private Response done(Request request) throws IOException {
        return switch (request.method()) {
            case "PUT" -> uploads.put(request);
            case "DELETE" -> objects.delete(request);
            default -> objects.media(request);
        };
    }

    private static Response error(Refusal refusal) {
        String code =
                switch (refusal.status()) {
                    case 400 -> "InvalidArgument";
                    case 403 -> "AccessDenied";
                    case 404 -> refusal.getMessage().startsWith("No such object") ? "NoSuchKey" : "NoSuchBucket";
                    case 412 -> "PreconditionFailed";
                    case 416 -> "InvalidRange";
                    case 429 -> "SlowDown";
                    case 503 -> "ServiceUnavailable";
                    default -> "InternalError";
                };
        String xml = "<?xml version='1.0' encoding='UTF-8'?><Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, escaped(refusal.getMessage()));
        return Response.bytes(
                refusal.status(),
                Map.of("Content-Type", "application/xml; charset=UTF-8"),
                xml.getBytes(StandardCharsets.UTF_8));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", " ");
    }
}
