package dev.sluice.callback;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where an address of the catalog leads. Its host is looked up once; what is connected to are the very addresses that were checked, so
 * that a name cannot lead elsewhere by the time it is called.
 */
final class Destination {
    /** The system's resolver, or a test's. */
    interface Names {
        InetAddress[] find(String host) throws UnknownHostException;
    }

    /** The address leads where no callback goes. */
    static final class Refused extends RuntimeException {
        Refused(String message) {
            super(message, null, false, false);
        }
    }

    private final Vertx vertx;
    private final Names names;
    private final boolean loopbackAllowed;

    Destination(Vertx vertx, Names names, boolean loopbackAllowed) {
        this.vertx = vertx;
        this.names = names;
        this.loopbackAllowed = loopbackAllowed;
    }

    /** The addresses of the host, each fit to be called; fails with {@link Refused} if one is not. */
    Future<List<InetAddress>> of(URI url) {
        String host = host(url);
        // ordered would make one slow name wait for another
        return vertx.executeBlocking(() -> names.find(host), false).map(found -> {
            for (InetAddress address : found) {
                objection(url, address).ifPresent(why -> {
                    throw new Refused(
                            "%s is at %s, %s; expected %s".formatted(host, address.getHostAddress(), why, expected()));
                });
            }
            return List.copyOf(Arrays.asList(found));
        });
    }

    private Optional<String> objection(URI url, InetAddress address) {
        if (Addresses.isLoopback(address)) {
            return loopbackAllowed ? Optional.empty() : Optional.of("a loopback address");
        }
        return Addresses.special(address.getAddress())
                .or(() -> url.getScheme().equals("https")
                        ? Optional.empty()
                        : Optional.of("which is not this machine, without TLS"));
    }

    private String expected() {
        return "https and an address of the Internet" + (loopbackAllowed ? ", or this machine's loopback" : "");
    }

    /** The host's name, or its address without brackets. */
    static String host(URI url) {
        return url.getHost().replaceAll("[\\[\\]]", "");
    }

    static int port(URI url) {
        int usual = url.getScheme().equals("https") ? 443 : 80;
        return url.getPort() < 0 ? usual : url.getPort();
    }
}
