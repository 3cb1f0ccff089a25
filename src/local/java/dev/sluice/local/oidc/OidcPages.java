package dev.sluice.local.oidc;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** The pages from which programs learn how to check a token: the keys, and the document that says where those are. */
@Fidelity(
        what =
                "OpenID Connect discovery and the keys (JWKS) of the tokens at /.well-known/openid-configuration and /oauth2/v3/certs",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"TokenSignerTest", "python-pubsub-client.sh"},
        simplified =
                "one key that never changes, of this machine's; the issuer's name is Google's, the address of the keys is not")
public final class OidcPages {
    private static final String CERTS = "/oauth2/v3/certs";
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private OidcPages() {}

    /** Address to page, for a server that is asked by the name in the Host header. */
    public static Map<String, HttpHandler> of(TokenSigner signer) {
        return Map.of(
                CERTS, exchange -> answer(exchange, signer::jwks),
                DISCOVERY, exchange -> answer(exchange, () -> discovery(host(exchange))));
    }

    private static String discovery(String host) {
        return """
                {"issuer": "%s", "jwks_uri": "http://%s%s", "response_types_supported": ["id_token"],
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"],
                 "claims_supported": ["aud", "azp", "email", "email_verified", "exp", "iat", "iss", "sub"]}
                """
                .formatted(TokenSigner.ISSUER, host, CERTS);
    }

    /** What the caller called us; only such characters as a name and a port have, for it goes into JSON. */
    private static String host(HttpExchange exchange) {
        String told = exchange.getRequestHeaders().getFirst("Host");
        return told != null && told.matches("[A-Za-z0-9.:\\[\\]_-]+")
                ? told
                : "127.0.0.1:" + exchange.getLocalAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<String> page) throws IOException {
        try (exchange) {
            byte[] bytes = page.get().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(200, head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
