package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer; whoever gets it closes it. */
record Response(int status, Map<String, String> headers, Body body) implements AutoCloseable {
    private static final String JSON = "application/json; charset=UTF-8";

    /** The bytes of an answer, written once. */
    interface Body extends AutoCloseable {
        /** -1 when it is known only at the end. */
        long length();

        void writeTo(OutputStream out) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** No answer at all: the connection ends. */
    static Response cut() {
        return empty(0);
    }

    boolean isCut() {
        return status == 0;
    }

    /** The same, but the connection ends after so many bytes of the body. */
    Response cutAfter(long bytes) {
        return new Response(status, headers, new CutBody(body, bytes));
    }

    static Response empty(int status) {
        return bytes(status, Map.of(), new byte[0]);
    }

    static Response json(JsonNode resource) {
        return json(200, resource);
    }

    static Response refusal(Refusal refusal) {
        if (refusal.status() == 304) {
            return empty(304);
        }
        ObjectNode error = Json.object();
        error.put("code", refusal.status()).put("message", refusal.getMessage());
        error.putArray("errors")
                .addObject()
                .put("message", refusal.getMessage())
                .put("domain", "global")
                .put("reason", refusal.reason());
        return json(refusal.status(), Json.object().set("error", error));
    }

    private static Response json(int status, JsonNode resource) {
        return bytes(status, Map.of("Content-Type", JSON), Json.bytes(resource));
    }

    static Response bytes(int status, Map<String, String> headers, byte[] bytes) {
        return new Response(status, headers, new Body() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }

            @Override
            public void close() {
                // holds nothing
            }
        });
    }

    Response with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Response(status, more, body);
    }

    /** The whole body in memory: for batches, whose parts are small. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        body.writeTo(out);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
