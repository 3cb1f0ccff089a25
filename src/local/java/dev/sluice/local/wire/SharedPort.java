package dev.sluice.local.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/**
 * One port for two servers: a connection that begins as HTTP/2 does, with {@code PRI}, is gRPC's, any other goes to the HTTP server. Neither
 * server of the libraries speaks both.
 */
final class SharedPort implements Closeable {
    private static final Logger LOG = Logger.getLogger(SharedPort.class);
    private static final byte[] HTTP2 = "PRI".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket server;
    private final int grpc;
    private final int http;
    private final ExecutorService threads = Loopback.threads("shared-port");
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Takes the port; nothing is accepted yet. */
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
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                LOG.debugf("port %d: %s", server.getLocalPort(), e);
            }
        }
    }

    private void serve(Socket client) {
        try {
            client.setTcpNoDelay(true);
            byte[] begin = client.getInputStream().readNBytes(HTTP2.length);
            if (begin.length == 0) {
                end(client);
                return;
            }
            Socket inner = new Socket(server.getInetAddress(), Arrays.equals(begin, HTTP2) ? grpc : http);
            open.add(inner);
            inner.setTcpNoDelay(true);
            inner.getOutputStream().write(begin);
            threads.execute(() -> pump(inner, client));
            pump(client, inner);
        } catch (IOException e) {
            LOG.debugf("port %d: %s", server.getLocalPort(), e);
            end(client);
        }
    }

    /** Until one side says no more, which the other is told; what goes wrong ends both. */
    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                end(from);
                end(to);
            }
        } catch (IOException e) {
            end(from);
            end(to);
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("closing: %s", e);
        }
    }

    /** No connection is accepted any more; those there are go on. */
    void stopAccepting() throws IOException {
        server.close();
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(this::end);
        threads.shutdownNow();
    }
}
