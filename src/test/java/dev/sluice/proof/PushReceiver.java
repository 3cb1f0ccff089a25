package dev.sluice.proof;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.RetryLater;
import dev.sluice.run.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Where the local cloud pushes its events and notices to: hands each to an instance, and answers what the service would. */
final class PushReceiver implements AutoCloseable {
    private static final int DONE = 204;
    private static final int UNAVAILABLE = 503;

    /** What handles a push. */
    interface Handler {
        Outcome handle(String path, Map<String, String> headers, byte[] body);
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger inHand = new AtomicInteger();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Handler handler;
    private final BooleanSupplier losesAnswer;
    private final HttpServer server;

    /** @param losesAnswer whether a push that was done is answered as if it were not, so that it comes again */
    PushReceiver(Handler handler, BooleanSupplier losesAnswer) {
        this.handler = handler;
        this.losesAnswer = losesAnswer;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    boolean isIdle() {
        return inHand.get() == 0;
    }

    /** Pushes that the service would have kept as dead letters, or that met an error of its own. */
    Queue<String> wrong() {
        return wrong;
    }

    private void take(HttpExchange exchange) throws IOException {
        inHand.incrementAndGet();
        try (exchange) {
            exchange.sendResponseHeaders(status(exchange), -1);
        } finally {
            inHand.decrementAndGet();
        }
    }

    private int status(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        try {
            Outcome outcome =
                    handler.handle(path, headers, exchange.getRequestBody().readAllBytes());
            if (outcome.kind() == Outcome.Kind.DEAD_LETTER) {
                wrong.add("a dead letter at %s: %s".formatted(path, outcome.detail()));
            }
            return losesAnswer.getAsBoolean() ? UNAVAILABLE : DONE;
        } catch (RetryLater e) {
            return UNAVAILABLE;
        } catch (RuntimeException | Error e) {
            wrong.add("%s was answered with %s at %s".formatted(path, e, e.getStackTrace()[0]));
            return UNAVAILABLE;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
