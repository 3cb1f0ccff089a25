package dev.sluice.local.wire;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * One port for two servers: a connection that begins as HTTP/2 does, with {@code PRI}, is gRPC's, any other goes to the HTTP server. Neither
 * server of the libraries speaks both.
 */
@Fidelity(
        what = "gRPC and REST on one port, in plain text; closing loses no answer that is under way",
        verified = {Verified.CLIENT, Verified.OURS},
        by = {"SharedPortTest", "BatchConformanceTest", "BatchConformanceRestTest", "go-batch.sh"},
        simplified = "no TLS, tokens are taken and not looked at; 2,000 connections at once")
final class SharedPort implements Closeable {
    private static final Logger LOG = Logger.getLogger(SharedPort.class);
    private static final byte[] HTTP2 = "PRI".getBytes(StandardCharsets.US_ASCII);
    private static final byte TLS_HANDSHAKE = 0x16;
    /** A connection costs two threads: a flood of them waits in the port's queue instead of taking all memory. */
    private static final int MOST_CONNECTIONS = 2_000;
    /** Who says nothing for so long only takes a place. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final ServerSocket server;
    private final int grpc;
    private final int http;
    private final ExecutorService threads;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> greeting = ConcurrentHashMap.newKeySet();
    private final Set<Relay> relays = ConcurrentHashMap.newKeySet();

    /** Takes the port and accepts connections from now on. */
    SharedPort(int port, int grpc, int http) throws IOException {
        this.grpc = grpc;
        this.http = http;
        server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(Loopback.address(port), 1024);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        threads = Loopback.threads("shared-port-" + port());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            places.acquireUninterruptibly();
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                places.release();
                LOG.debugf("port %d: %s", server.getLocalPort(), e);
                // out of file descriptors, most likely: trying again at once would only burn a processor
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        }
    }

    private void serve(Socket client) {
        greeting.add(client);
        try (client) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(PATIENCE_MILLIS);
            byte[] begin = client.getInputStream().readNBytes(HTTP2.length);
            client.setSoTimeout(0);
            if (begin.length > 0 && begin[0] == TLS_HANDSHAKE) {
                LOG.infof("A client speaks TLS to port %d, which is plain text.", port());
            } else if (begin.length > 0) {
                relay(client, begin);
            }
        } catch (IOException e) {
            LOG.debugf("port %d: %s", port(), e);
        } finally {
            greeting.remove(client);
            places.release();
        }
    }

    private void relay(Socket client, byte[] begin) throws IOException {
        try (Socket inner = new Socket(server.getInetAddress(), Arrays.equals(begin, HTTP2) ? grpc : http);
                Relay relay = new Relay(client, inner)) {
            inner.setTcpNoDelay(true);
            relays.add(relay);
            greeting.remove(client);
            try {
                relay.run(begin, threads);
            } finally {
                relays.remove(relay);
            }
        }
    }

    /** No connection is accepted any more; those there are go on. */
    void stopAccepting() throws IOException {
        server.close();
    }

    /** Lets through what the servers, which have ended, have still said, then cuts every connection. */
    void close(long millis) throws IOException {
        server.close();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            for (Relay relay : relays) {
                relay.finish(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        relays.forEach(Relay::close);
        for (Socket client : greeting) {
            client.close();
        }
        threads.shutdownNow();
    }

    @Override
    public void close() throws IOException {
        close(0);
    }
}
