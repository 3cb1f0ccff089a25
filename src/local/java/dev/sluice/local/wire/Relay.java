package dev.sluice.local.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A client's connection joined to one of a server. When the server says no more, the client has a moment to take that in before the
 * connection is cut: cut while unread bytes of the client's are there, it would lose the answer.
 */
final class Relay implements Closeable {
    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final int BUFFER = 64 * 1024;
    private static final int LINGER_MILLIS = 2_000;

    private final Socket client;
    private final Socket server;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);

    Relay(Socket client, Socket server) {
        this.client = client;
        this.server = server;
    }

    /** Carries both ways until the server has ended, with a second thread of the executor. */
    void run(byte[] begin, Executor threads) throws IOException {
        try (this) {
            server.getOutputStream().write(begin);
            threads.execute(this::ask);
            answer();
            asked.await(LINGER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer() {
        try {
            InputStream in = server.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
            }
            client.shutdownOutput();
        } catch (IOException e) {
            LOG.debugf("an answer broke off: %s", e);
            close();
        } finally {
            answered.countDown();
        }
    }

    private void ask() {
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            boolean heard = true;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                heard = heard && write(out, buffer, n);
            }
            if (heard) {
                server.shutdownOutput();
            }
        } catch (IOException e) {
            LOG.debugf("a request broke off: %s", e);
            close();
        } finally {
            asked.countDown();
        }
    }

    /** @return false when the server listens no more; what it has answered may still be on its way */
    private static boolean write(OutputStream out, byte[] buffer, int n) {
        try {
            out.write(buffer, 0, n);
            return true;
        } catch (IOException e) {
            LOG.debugf("not heard: %s", e);
            return false;
        }
    }

    /** Waits until the server has said all. */
    void finish(long millis) throws InterruptedException {
        if (!answered.await(Math.max(0, millis), TimeUnit.MILLISECONDS)) {
            LOG.debug("a connection is cut off");
        }
    }

    @Override
    public void close() {
        close(client);
        close(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debugf("closing: %s", e);
        }
    }
}
