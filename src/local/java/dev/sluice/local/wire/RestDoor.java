package dev.sluice.local.wire;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Answers REST requests by calling the gRPC methods that their addresses stand for. */
final class RestDoor implements HttpHandler {
    private static final String ENUMS_AS_NUMBERS = "enum-encoding=int";
    private static final int MOST_BYTES = 32 << 20;

    private final List<RestRoute> routes;
    private final Channel channel;
    private final RestRequest requests;
    private final JsonFormat.Printer printer;

    RestDoor(List<RestRoute> routes, Channel channel, JsonFormat.TypeRegistry types) {
        this.routes = routes;
        this.channel = channel;
        this.requests = new RestRequest(types);
        this.printer = JsonFormat.printer().usingTypeRegistry(types);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = body(exchange);
            try {
                send(exchange, 200, answer(exchange, body));
            } catch (NoAddress e) {
                send(
                        exchange,
                        404,
                        RestError.noSuchAddress(verb(exchange), path(exchange)).json());
            } catch (StatusRuntimeException e) {
                RestError error = RestError.of(e, printer);
                send(exchange, error.httpStatus(), error.json());
            }
        }
    }

    private static final class NoAddress extends Exception {}

    private String answer(HttpExchange exchange, String body) throws IOException, NoAddress {
        String verb = verb(exchange);
        String path = path(exchange);
        String query = exchange.getRequestURI().getRawQuery();
        for (RestRoute route : routes) {
            Optional<Map<String, String>> fields = route.match(verb, path);
            if (fields.isPresent()) {
                Map<String, List<String>> parameters = RestRequest.query(query);
                Message request = requests.of(route, fields.get(), parameters, body);
                Message answer = ClientCalls.blockingUnaryCall(channel, route.method(), CallOptions.DEFAULT, request);
                return printer(parameters).print(answer);
            }
        }
        throw new NoAddress();
    }

    private JsonFormat.Printer printer(Map<String, List<String>> query) {
        boolean numbers = java.util.stream.Stream.of("alt", "$alt")
                .flatMap(name -> query.getOrDefault(name, List.of()).stream())
                .anyMatch(value -> value.contains(ENUMS_AS_NUMBERS));
        return numbers ? printer.printingEnumsAsInts() : printer;
    }

    /** Clients whose network lets only GET and POST through say what they mean in a header. */
    private static String verb(HttpExchange exchange) {
        String instead = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
        return instead == null ? exchange.getRequestMethod() : instead;
    }

    private static String path(HttpExchange exchange) {
        return exchange.getRequestURI().getRawPath();
    }

    private static String body(HttpExchange exchange) throws IOException {
        String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        try (InputStream raw = exchange.getRequestBody();
                InputStream in = "gzip".equalsIgnoreCase(encoding) ? new GZIPInputStream(raw) : raw) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
