package dev.sluice.local.gcs;

import com.sun.net.httpserver.Headers;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Many small requests in one, each a part; the answers come in the same order. */
@Fidelity(
        what = "the batch endpoint: many deletes, patches and reads in one request",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"StorageConformanceTest", "LocalStorageFaultsTest", "python-storage.sh"})
final class BatchDoor {
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final Routes routes;

    BatchDoor(Routes routes) {
        this.routes = routes;
    }

    Response answer(Request request) throws IOException {
        InputStream body = new ByteArrayInputStream(request.body().readNBytes(MOST_BYTES));
        Multipart parts = new Multipart(request.header("Content-Type").orElse(""), body);
        String boundary = "batch_" + UUID.randomUUID();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Optional<Multipart.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
            print(out, "--" + boundary + "\r\nContent-Type: application/http\r\n");
            Optional.ofNullable(part.get().headers().getFirst("Content-ID"))
                    .ifPresent(id -> print(out, "Content-ID: " + answering(id) + "\r\n"));
            print(out, "\r\n");
            try (Response response = routes.answer(inner(part.get().content(), request))) {
                print(out, response);
            }
        }
        print(out, "--" + boundary + "--\r\n");
        return Response.bytes(200, Map.of("Content-Type", "multipart/mixed; boundary=" + boundary), out.toByteArray());
    }

    private static Request inner(InputStream part, Request outer) throws IOException {
        String[] start = Multipart.line(part).split(" ");
        if (start.length < 2) {
            throw Refusal.invalid("A part of a batch begins with a request line, as in 'GET /storage/v1/b/B HTTP/1.1'");
        }
        Headers headers = Multipart.headers(part);
        outer.header("Host").ifPresent(host -> headers.set("Host", host));
        InputStream body = new ByteArrayInputStream(part.readAllBytes());
        return Request.of(start[0], start[1].replaceFirst("^https?://[^/]*", ""), headers, body);
    }

    /** The id of an answer is the request's, marked: {@code <x+1>} becomes {@code <response-x+1>}. */
    private static String answering(String id) {
        return id.startsWith("<") ? "<response-" + id.substring(1) : "response-" + id;
    }

    private static void print(ByteArrayOutputStream out, Response response) throws IOException {
        byte[] body = response.bytes();
        print(out, "HTTP/1.1 " + response.status() + " " + (response.status() < 300 ? "OK" : "Error") + "\r\n");
        response.headers().forEach((name, value) -> print(out, name + ": " + value + "\r\n"));
        print(out, "Content-Length: " + body.length + "\r\n\r\n");
        out.writeBytes(body);
        print(out, "\r\n");
    }

    private static void print(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
