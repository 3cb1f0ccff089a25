package dev.sluice.local.wire;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** gRPC services on one port of the loopback, spoken to by gRPC or by the REST addresses that their definitions give them. */
public final class WireServer implements AutoCloseable {
    private static final int INBOUND_BYTES = 64 << 20;
    /** For the last answers to come through the shared port once the servers have ended. */
    private static final long AFTER_THE_END_MILLIS = 1_000;

    private final Server grpc;
    private final Server inside;
    private final ManagedChannel channel;
    private final RestDoor door;
    private final HttpServer http;
    private final ExecutorService httpThreads;
    private final SharedPort port;

    /**
     * A service with the addresses of its methods.
     *
     * @param definition what serves it, interceptors included
     * @param described Google's description of it, which has the addresses
     * @param more addresses that Google's configuration gives beside the description, by method name
     */
    public record Served(ServerServiceDefinition definition, ServiceDescriptor described, Map<String, HttpRule> more) {
        public Served(ServerServiceDefinition definition, ServiceDescriptor described) {
            this(definition, described, Map.of());
        }

        Stream<RestRoute> routes() {
            return definition.getMethods().stream()
                    .map(ServerMethodDefinition::getMethodDescriptor)
                    .flatMap(this::routes);
        }

        private Stream<RestRoute> routes(MethodDescriptor<?, ?> method) {
            String name = method.getBareMethodName();
            Stream<RestRoute> own = RestRoute.of(described.findMethodByName(name), method);
            Stream<RestRoute> configured = Stream.ofNullable(more.get(name)).map(rule -> RestRoute.of(rule, method));
            // what is configured comes first: it is narrower than the description's
            return Stream.concat(configured, own);
        }
    }

    private WireServer(
            Server grpc,
            Server inside,
            ManagedChannel channel,
            RestDoor door,
            HttpServer http,
            ExecutorService httpThreads,
            SharedPort port) {
        this.grpc = grpc;
        this.inside = inside;
        this.channel = channel;
        this.door = door;
        this.http = http;
        this.httpThreads = httpThreads;
        this.port = port;
    }

    /**
     * Starts serving.
     *
     * @param port 0 picks a free one
     * @param workers run the methods
     * @param types whose messages may be met inside of an {@code Any}
     * @param pages more HTTP addresses, by path; {@code GET /} answers {@code Ok}
     */
    public static WireServer start(
            int port,
            ExecutorService workers,
            List<Served> services,
            List<FileDescriptor> types,
            Map<String, HttpHandler> pages)
            throws IOException {
        String name = "wire-" + UUID.randomUUID();
        List<Step> undo = new ArrayList<>();
        try {
            Server inside = inside(name, workers, services).start();
            undo.add(inside::shutdownNow);
            ManagedChannel channel = InProcessChannelBuilder.forName(name)
                    .maxInboundMessageSize(INBOUND_BYTES)
                    .build();
            undo.add(channel::shutdownNow);
            Server grpc = outside(workers, services).start();
            undo.add(grpc::shutdownNow);
            ExecutorService httpThreads = Loopback.threads("rest");
            HttpServer http = Loopback.server(0, httpThreads);
            undo.add(() -> http.stop(0));
            RestDoor door =
                    new RestDoor(services.stream().flatMap(Served::routes).toList(), channel, registry(types));
            page(http, "/", exchange -> root(exchange, door));
            pages.forEach((path, page) -> page(http, path, page));
            http.start();
            SharedPort shared =
                    new SharedPort(port, grpc.getPort(), http.getAddress().getPort());
            return new WireServer(grpc, inside, channel, door, http, httpThreads, shared);
        } catch (IOException | RuntimeException e) {
            undo.forEach(Step::run);
            throw e;
        }
    }

    private interface Step {
        void run();
    }

    /** The same services once more, for the REST door to call. */
    private static Server inside(String name, ExecutorService workers, List<Served> services) {
        InProcessServerBuilder server = InProcessServerBuilder.forName(name).executor(workers);
        services.forEach(each -> server.addService(each.definition()));
        return server.build();
    }

    private static Server outside(ExecutorService workers, List<Served> services) throws IOException {
        NettyServerBuilder server = NettyServerBuilder.forAddress(Loopback.address(0))
                .executor(workers)
                .maxInboundMessageSize(INBOUND_BYTES)
                // Google's clients ping more often than gRPC servers allow by default
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        services.forEach(each -> server.addService(each.definition()));
        return server.build();
    }

    private static JsonFormat.TypeRegistry registry(List<FileDescriptor> types) {
        JsonFormat.TypeRegistry.Builder known = JsonFormat.TypeRegistry.newBuilder();
        known.add(ErrorDetailsProto.getDescriptor().getMessageTypes());
        types.forEach(file -> known.add(file.getMessageTypes()));
        return known.build();
    }

    private static void page(HttpServer http, String path, HttpHandler handler) {
        http.createContext(path, handler).getFilters().add(new LocalCallers());
    }

    private static void root(HttpExchange exchange, RestDoor door) throws IOException {
        if (exchange.getRequestURI().getRawPath().equals("/")) {
            ok(exchange);
        } else {
            door.handle(exchange);
        }
    }

    private static void ok(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] text = "Ok\n".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=UTF-8");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : text.length);
            if (!head) {
                exchange.getResponseBody().write(text);
            }
        }
    }

    public int port() {
        return port.port();
    }

    /** New calls are refused; those there are may end. */
    public void shutdown() {
        try {
            port.stopAccepting();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        grpc.shutdown();
        inside.shutdown();
    }

    /** Waits for calls that have begun, REST's answers included, then cuts off what is left. */
    public void close(int seconds) {
        shutdown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try {
            door.finish(millisTo(end));
            inside.awaitTermination(millisTo(end), TimeUnit.MILLISECONDS);
            grpc.awaitTermination(millisTo(end), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        grpc.shutdownNow();
        inside.shutdownNow();
        channel.shutdownNow();
        http.stop(0);
        httpThreads.shutdownNow();
        try {
            port.close(AFTER_THE_END_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long millisTo(long end) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
    }

    @Override
    public void close() {
        close(1);
    }
}
