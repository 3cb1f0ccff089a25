package dev.sluice.local.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.local.wire.Loopback;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** The controls over HTTP, on the loopback and for programs only: a web page that a browser shows cannot use them. */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlServer.class);
    private static final String ROOT = "/_local";
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern HERE = Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");

    private final HttpServer server;
    private final ExecutorService threads;
    private final ObjectMapper json = ControlJson.mapper();

    private ControlServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts serving.
     *
     * @param port 0 picks a free one
     */
    public static ControlServer start(int port, Controls controls) throws IOException {
        ExecutorService threads = Loopback.threads("local-control");
        HttpServer http = Loopback.server(port, threads);
        ControlServer server = new ControlServer(http, threads);
        http.createContext("/", exchange -> server.serve(exchange, controls));
        http.start();
        return server;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange, Controls controls) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange, controls);
            byte[] body = answer.body() instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : (json.writeValueAsString(answer.body()) + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            (answer.body() instanceof String ? "text/plain" : "application/json") + "; charset=utf-8");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange, Controls controls) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (!isFromHere(exchange)) {
            return error(403, "only programs of this machine may use the controls, by a loopback address");
        }
        if (body.length > MOST_BYTES) {
            return error(413, "a request has at most " + MOST_BYTES + " bytes");
        }
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith(ROOT + "/") && !path.equals(ROOT)) {
            return error(404, "the controls are under " + ROOT + "/");
        }
        try {
            JsonNode given = json.readTree(body.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : body);
            return controls.answer(exchange.getRequestMethod(), path.substring(ROOT.length()), given);
        } catch (JsonProcessingException e) {
            return error(400, "the body is no JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return error(400, e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("a control failed", e);
            return error(500, e.toString());
        }
    }

    /** A page of another site brings an Origin, or a name of its own as the Host when it has that name point here. */
    private static boolean isFromHere(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return exchange.getRequestHeaders().getFirst("Origin") == null
                && host != null
                && HERE.matcher(host).matches();
    }

    static Answer error(int status, String message) {
        return new Answer(status, Map.of("error", Map.of("code", status, "message", message)));
    }

    /**
     * What is answered.
     *
     * @param body a text, or what becomes JSON
     */
    record Answer(int status, Object body) {}

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
