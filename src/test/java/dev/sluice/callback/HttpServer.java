package dev.sluice.callback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/** Somebody who is called back, on the loopback, and answers with whatever bytes a test wants. */
public final class HttpServer implements AutoCloseable {
    /** @param sni the names that TLS was asked for */
    public record Request(String line, Map<String, String> headers, byte[] body, List<String> sni) {}

    public interface Answerer {
        void answer(Request request, OutputStream out) throws IOException;
    }

    /** An answer that goes on until the caller hangs up. */
    public static final class Slow {
        private final CountDownLatch hungUp = new CountDownLatch(1);

        boolean hungUp() throws InterruptedException {
            return hungUp.await(30, TimeUnit.SECONDS);
        }
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private volatile Answerer answerer = answer("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");

    private volatile Optional<SlowAnswer> slowAnswer = Optional.empty();

    private interface SlowAnswer {
        void answer(Socket socket, OutputStream out) throws IOException;
    }

    private HttpServer(ServerSocket listener) {
        this.listener = listener;
        threads.execute(this::accept);
    }

    public static HttpServer start() throws IOException {
        return start(ServerSocketFactory.getDefault());
    }

    public static HttpServer start(ServerSocketFactory sockets) throws IOException {
        return new HttpServer(sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    }

    public static Answerer answer(String text) {
        return (request, out) -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    public void answers(Answerer now) {
        answerer = now;
    }

    /** From now on answers with a text and then, as long as the caller stays, with a dot now and then. */
    public Slow dribbles(String text) {
        return slowly(text, ".");
    }

    /** From now on says nothing, as long as the caller stays. */
    public Slow silent() {
        return slowly("", "");
    }

    private Slow slowly(String text, String more) {
        Slow slow = new Slow();
        slowAnswer = Optional.of((socket, out) -> {
            try {
                out.write(text.getBytes(StandardCharsets.UTF_8));
                socket.setSoTimeout(20);
                while (!isGone(socket)) {
                    out.write(more.getBytes(StandardCharsets.UTF_8));
                }
            } finally {
                slow.hungUp.countDown();
            }
        });
        return slow;
    }

    private static boolean isGone(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were opened. */
    public int connections() {
        return sockets.size();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Request request = read(socket);
            requests.add(request);
            if (slowAnswer.isPresent()) {
                slowAnswer.get().answer(socket, socket.getOutputStream());
            } else {
                answerer.answer(request, socket.getOutputStream());
            }
        } catch (IOException gone) {
            // the caller went away, as some tests want
        }
    }

    private static Request read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the caller said nothing more");
            }
            head.write(next);
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        Map<String, String> headers = new TreeMap<>();
        lines.stream().skip(1).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] parts = line.split(": ", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        });
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(lines.get(0), headers, body, sni(socket));
    }

    private static List<String> sni(Socket socket) {
        return socket instanceof SSLSocket tls
                ? ((ExtendedSSLSession) tls.getSession())
                        .getRequestedServerNames().stream()
                                .map(name -> ((SNIHostName) name).getAsciiName())
                                .toList()
                : List.of();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
