package dev.sluice.local.wire;

import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Answers REST requests by calling the gRPC methods that their addresses stand for. */
final class RestDoor implements HttpHandler {
    private static final Logger LOG = Logger.getLogger(RestDoor.class);

    private final List<RestRoute> routes;
    private final Channel channel;
    private final RestRequest requests;
    private final JsonFormat.Printer printer;
    private final Phaser underWay = new Phaser(1);

    RestDoor(List<RestRoute> routes, Channel channel, JsonFormat.TypeRegistry types) {
        this.routes = routes;
        this.channel = channel;
        this.requests = new RestRequest(types);
        this.printer = JsonFormat.printer().usingTypeRegistry(types);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        underWay.register();
        try (exchange) {
            RestError error;
            try {
                send(exchange, 200, answer(RestCall.read(exchange)));
                return;
            } catch (StatusRuntimeException e) {
                error = RestError.of(e, printer);
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s %s failed", exchange.getRequestMethod(), exchange.getRequestURI());
                error = RestError.of(
                        Status.INTERNAL.withDescription(e.toString()).asRuntimeException(), printer);
            }
            send(exchange, error.httpStatus(), error.json());
        } finally {
            underWay.arriveAndDeregister();
        }
    }

    private String answer(RestCall call) {
        for (RestRoute route : routes) {
            Optional<Map<String, String>> fields = route.match(call.verb(), call.path());
            if (fields.isPresent()) {
                RestAnswer wanted = RestAnswer.of(call, route.answer().getDescriptorForType());
                Message request = requests.of(route, fields.get(), call);
                Message answer = ClientCalls.blockingUnaryCall(channel, route.method(), CallOptions.DEFAULT, request);
                return wanted.json(answer, printer);
            }
        }
        throw Status.NOT_FOUND
                .withDescription("There is no method at %s %s.".formatted(call.verb(), call.path()))
                .asRuntimeException();
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

    /** Waits for requests that are under way. */
    void finish(long millis) throws InterruptedException {
        try {
            underWay.awaitAdvanceInterruptibly(underWay.arriveAndDeregister(), millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debugf("requests are cut off that did not end in %d ms", millis);
        }
    }
}
