package dev.sluice.local.wire;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lets no web page of elsewhere in: a browser on this machine would send its requests here, with the page's address as {@code Origin} or,
 * when a name of the page's was made to point here, as {@code Host}.
 */
public final class LocalCallers extends Filter {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|[a-z0-9-]+\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?");

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
        Optional<String> refusal = refusal(exchange.getRequestHeaders());
        if (refusal.isEmpty()) {
            chain.doFilter(exchange);
        } else {
            refuse(exchange, refusal.get());
        }
    }

    private static Optional<String> refusal(Headers headers) {
        String host = headers.getFirst("Host");
        if (host != null && !LOOPBACK.matcher(host).matches()) {
            return Optional.of("Host \"%s\" is not this machine: call 127.0.0.1 or localhost.".formatted(host));
        }
        String origin = headers.getFirst("Origin");
        if (origin != null
                && !LOOPBACK.matcher(origin.replaceFirst("(?i)^https?://", "")).matches()) {
            return Optional.of("Web pages of \"%s\" may not call this machine.".formatted(origin));
        }
        return Optional.empty();
    }

    private static void refuse(HttpExchange exchange, String why) throws IOException {
        try (exchange) {
            byte[] json = RestError.forbidden(why).json().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(403, json.length);
            exchange.getResponseBody().write(json);
        }
    }

    @Override
    public String description() {
        return "refuses requests of web pages";
    }
}
