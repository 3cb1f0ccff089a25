package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The bytes of an object as an answer. */
final class Media {
    private static final int BUFFER = 64 * 1024;

    private Media() {}

    static Response answer(Opened opened, Request request) throws IOException {
        try {
            StoredObject object = opened.object();
            Map<String, String> headers = headers(object);
            if (mustBeUnzipped(object, request)) {
                headers.remove("Content-Encoding");
                headers.put("Warning", "214 UploadServer gunzipped");
                return new Response(200, headers, unzipped(opened));
            }
            Optional<ByteRange> range = ByteRange.of(request.header("Range"), object.size());
            range.ifPresent(part -> headers.put("Content-Range", part.contentRange(object.size())));
            ByteRange part = range.orElse(new ByteRange(0, object.size()));
            return new Response(range.isPresent() ? 206 : 200, headers, part(opened, part));
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Map<String, String> headers(StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>();
        Attributes attributes = object.attributes();
        headers.put("Content-Type", attributes.text("contentType").orElse("application/octet-stream"));
        attributes.text("contentEncoding").ifPresent(text -> headers.put("Content-Encoding", text));
        attributes.text("contentDisposition").ifPresent(text -> headers.put("Content-Disposition", text));
        attributes.text("contentLanguage").ifPresent(text -> headers.put("Content-Language", text));
        headers.put("Cache-Control", attributes.text("cacheControl").orElse("no-cache, no-store, max-age=0"));
        headers.put("ETag", object.etag());
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.timeUpdated().atOffset(ZoneOffset.UTC)));
        headers.put("x-goog-generation", Long.toString(object.generation()));
        headers.put("x-goog-metageneration", Long.toString(object.metageneration()));
        headers.put("x-goog-storage-class", attributes.text("storageClass").orElse("STANDARD"));
        headers.put(
                "x-goog-stored-content-encoding",
                attributes.text("contentEncoding").orElse("identity"));
        headers.put("x-goog-stored-content-length", Long.toString(object.size()));
        String md5 = object.components() == 0 ? ",md5=" + object.checksums().md5() : "";
        headers.put("x-goog-hash", "crc32c=" + object.checksums().crc32c() + md5);
        headers.put("Accept-Ranges", "bytes");
        return headers;
    }

    /** Google's decompressive transcoding: for who does not accept gzip, unless the object forbids it. */
    @Fidelity(
            what = "what is stored gzip-encoded is unpacked for who does not accept gzip (decompressive transcoding)",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"LocalStorageWireTest", "gcloud-storage-commands.sh"},
            simplified = "a PUT of the XML API with Content-Encoding gzip is stored unpacked")
    private static boolean mustBeUnzipped(StoredObject object, Request request) {
        boolean zipped = object.attributes()
                .text("contentEncoding")
                .filter("gzip"::equals)
                .isPresent();
        boolean accepted = request.header("Accept-Encoding")
                .filter(text -> text.contains("gzip"))
                .isPresent();
        boolean fixed = object.attributes()
                .text("cacheControl")
                .filter(text -> text.contains("no-transform"))
                .isPresent();
        return zipped && !accepted && !fixed;
    }

    private static Response.Body part(Opened opened, ByteRange range) throws IOException {
        opened.bytes().position(range.start());
        return new Response.Body() {
            @Override
            public long length() {
                return range.length();
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                byte[] buffer = new byte[(int) Math.min(BUFFER, range.length())];
                for (long left = range.length(); left > 0; ) {
                    int most = (int) Math.min(buffer.length, left);
                    int n = opened.bytes().read(ByteBuffer.wrap(buffer, 0, most));
                    if (n < 0) {
                        throw new EOFException("the file of " + opened.object().name() + " was cut short from outside");
                    }
                    out.write(buffer, 0, n);
                    left -= n;
                }
            }

            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }

    private static Response.Body unzipped(Opened opened) {
        return new Response.Body() {
            @Override
            public long length() {
                return -1;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                try (InputStream plain = new GZIPInputStream(Channels.newInputStream(opened.bytes()))) {
                    plain.transferTo(out);
                }
            }

            @Override
            public void close() throws IOException {
                opened.close();
            }
        };
    }
}
