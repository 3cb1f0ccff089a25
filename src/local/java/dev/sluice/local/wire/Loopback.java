package dev.sluice.local.wire;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HTTP servers of the JDK on the loopback, set up for many connections. */
public final class Loopback {
    private Loopback() {}

    /**
     * A server that is not started yet.
     *
     * @param port 0 picks a free one
     */
    public static HttpServer server(int port, ExecutorService threads) throws IOException {
        tune();
        HttpServer server = HttpServer.create(address(port), 1024);
        server.setExecutor(threads);
        return server;
    }

    static InetSocketAddress address(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
    }

    /** As many daemon threads as there is work. */
    public static ExecutorService threads(String name) {
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The JDK reads these once for all servers of the process: without the first, each answer waits 40 ms for the client's
     * delayed acknowledgement; the others keep it from closing connections that clients are about to use again.
     */
    private static void tune() {
        Map.of(
                        "sun.net.httpserver.nodelay", "true",
                        "sun.net.httpserver.maxIdleConnections", "10000",
                        "sun.net.httpserver.idleInterval", "600")
                .forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    }
}
