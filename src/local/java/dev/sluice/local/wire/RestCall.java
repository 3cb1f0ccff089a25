package dev.sluice.local.wire;

import com.sun.net.httpserver.HttpExchange;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * What an HTTP request says, before anything is made of it.
 *
 * @param verb the method that is meant
 * @param path percent-encoded, as it came
 */
record RestCall(String verb, String path, Map<String, List<String>> query, String body) {
    private static final int MOST_BYTES = 32 << 20;
    /** How much of a body that is refused is read all the same: a client that is cut off while it sends misses the answer. */
    private static final long MOST_DRAINED = 256L << 20;

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT for a body that is too large or not what its encoding says */
    static RestCall read(HttpExchange exchange) throws IOException {
        return new RestCall(
                verb(exchange),
                exchange.getRequestURI().getRawPath(),
                query(exchange.getRequestURI().getRawQuery()),
                body(exchange));
    }

    /** Clients whose network lets only GET and POST through say what they mean in a header; HEAD is a GET without the body. */
    static String verb(HttpExchange exchange) {
        String instead = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
        String verb = instead == null ? exchange.getRequestMethod() : instead;
        return verb.equals("HEAD") ? "GET" : verb;
    }

    private static String body(HttpExchange exchange) throws IOException {
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        InputStream raw = exchange.getRequestBody();
        byte[] body = raw.readNBytes(MOST_BYTES + 1);
        if (body.length <= MOST_BYTES && "gzip".equalsIgnoreCase(encoding)) {
            body = unzipped(body);
        }
        if (body.length > MOST_BYTES) {
            drain(raw);
            throw JsonProblem.invalid("Request payload size exceeds the limit: %d bytes.".formatted(MOST_BYTES));
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static byte[] unzipped(byte[] body) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("The body is not gzip, as Content-Encoding says: " + e.getMessage())
                    .asRuntimeException();
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = MOST_DRAINED;
        for (int n = in.read(buffer); n >= 0 && left > 0; n = in.read(buffer)) {
            left -= n;
        }
    }

    /** Names and values of a raw query. */
    private static Map<String, List<String>> query(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        return Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.groupingBy(
                        pair -> Percent.decodeQuery(pair[0]),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                pair -> pair.length > 1 ? Percent.decodeQuery(pair[1]) : "", Collectors.toList())));
    }

    /** The values of a parameter that Google's APIs also know with a dollar sign. */
    List<String> system(String name) {
        return query.getOrDefault(name, query.getOrDefault("$" + name, List.of()));
    }
}
