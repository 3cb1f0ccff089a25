package dev.sluice.local.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.local.wire.Loopback;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;

/** The HTTP server on the loopback. */
final class Door implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Door.class);

    private final HttpServer server;
    private final LongAdder requests = new LongAdder();
    private final ExecutorService threads = Loopback.threads("sluice-gcs");

    Door(int port) throws IOException {
        server = Loopback.server(port, threads);
    }

    /** How many requests have come so far. */
    long requests() {
        return requests.sum();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void open(Routes routes) {
        server.createContext("/", exchange -> {
            requests.increment();
            serve(exchange, routes);
        });
        server.start();
    }

    private static void serve(HttpExchange exchange, Routes routes) {
        try (exchange;
                InputStream body = body(exchange)) {
            try (Response response = answer(exchange, body, routes)) {
                body.transferTo(OutputStream.nullOutputStream()); // or a client that still sends would see a reset
                if (!response.isCut()) {
                    send(exchange, response);
                }
            }
        } catch (IOException e) {
            LOG.debugf("%s %s: %s", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        }
    }

    private static Response answer(HttpExchange exchange, InputStream body, Routes routes) throws SenderGone {
        // the text as it came: java.net.URI would read "//storage" as a host
        String target = exchange.getRequestURI().toString().replaceFirst("^(https?://[^/]*)?/+", "/");
        try {
            return routes.answer(Request.of(exchange.getRequestMethod(), target, exchange.getRequestHeaders(), body));
        } catch (Refusal refusal) {
            return Response.refusal(refusal);
        } catch (SenderGone e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warnf(e, "%s %s failed", exchange.getRequestMethod(), target);
            return Response.refusal(Refusal.internalError(e));
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        InputStream whole = new WholeStream(body, length == null ? 0 : Long.parseLong(length));
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        return "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(whole) : whole;
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, headerText(value)));
        long length = response.body().length();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head && length > 0) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
        }
        if (head || length == 0) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(response.status(), length < 0 ? 0 : length);
        // not closed when writing fails: the JDK would then keep the connection open, and the client wait for the rest
        // for ever
        OutputStream out = exchange.getResponseBody();
        response.body().writeTo(out);
        out.close();
    }

    /** The JDK writes the low byte of each character, so a stored type could end the header's line. */
    private static String headerText(String value) {
        String bytes = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return bytes.replaceAll("[\\x00-\\x1f\\x7f]", " ");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
