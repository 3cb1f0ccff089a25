package dev.sluice.callback;

import static dev.sluice.callback.HttpServer.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire: real sockets on the loopback, and a resolver that says what a test wants. */
class HttpPosterTest {
    private static final String HOST = "import.example.com";
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static Vertx vertx;

    @TempDir
    static Path folder;

    private static Certificate certificate;

    private final List<String> lookedUp = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeAll
    static void aVertx() throws Exception {
        vertx = Vertx.vertx();
        certificate = Certificate.of(HOST, folder);
        // the first call of all loads classes, for which the short limit may be too short
        try (HttpServer first = HttpServer.start()) {
            poster(Duration.ofSeconds(10))
                    .post(new Post(
                            URI.create("http://127.0.0.1:" + first.port()), Optional.empty(), "first", new byte[0]));
        }
    }

    @AfterAll
    static void noVertx() {
        vertx.close();
    }

    @BeforeEach
    void aServer() throws Exception {
        server = HttpServer.start();
    }

    @AfterEach
    void noServer() {
        server.close();
    }

    @Test
    void theRequestIsThePostThatIsPromised() {
        Answer answer = poster().post(post("http://localhost:%d/batch/in?token=t%%201", "hunter2"));

        assertThat(answer).isEqualTo(new Answer(Answer.Kind.TAKEN, Optional.of(204), ""));
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST /batch/in?token=t%201 HTTP/1.1");
            assertThat(request.headers())
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "host", "localhost:" + server.port(),
                            "authorization", "Bearer hunter2",
                            "content-type", "application/json",
                            "content-length", "15",
                            "idempotency-key", "run-SUCCEEDED",
                            "user-agent", "sluice (deployment sluice)",
                            "connection", "close"));
            assertThat(request.body()).isEqualTo("{\"run\" : \"17\"}\n".getBytes(StandardCharsets.UTF_8));
        });
    }

    @Test
    void withoutAKeyNothingIsSaidOfOne() {
        poster().post(new Post(address("http://127.0.0.1:%d"), Optional.empty(), "id", new byte[0]));

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.line()).isEqualTo("POST / HTTP/1.1");
            assertThat(request.headers()).doesNotContainKey("authorization");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectionIsNotFollowed(int status) throws Exception {
        try (HttpServer other = HttpServer.start()) {
            server.answers(answer("HTTP/1.1 %d Moved\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n"
                    .formatted(status, other.port())));

            Answer answer = poster().post(post("http://127.0.0.1:%d/", "hunter2"));

            assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
            assertThat(answer.status()).contains(status);
            assertThat(other.connections()).isZero();
        }
    }

    @Test
    void nothingOnThisMachineIsCalledUnlessThatIsAllowed() {
        for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", HOST)) {
            Answer answer = poster(Map.of(), new HttpClientOptions(), "127.0.0.1")
                    .post(post("https://" + host + ":%d/", "hunter2"));

            assertThat(answer.kind()).as(host).isEqualTo(Answer.Kind.REFUSED);
            assertThat(answer.text()).as(host).contains("127.0.0.1, a loopback address");
        }
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "0", "0.0.0.0", "localhost", "[::1]", "[::]", "[::ffff:169.254.169.254]"})
    void howeverThisMachineIsWrittenItIsNotCalled(String host) {
        HttpPoster poster = new HttpPoster(
                vertx,
                TestConfig.with(folder),
                InetAddress::getAllByName,
                new HttpClientOptions(),
                Duration.ofSeconds(10));

        Answer answer = poster.post(post("https://" + host + ":%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(server.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "0.0.0.0",
                "255.255.255.255",
                "fd20:ce::254",
                "fe80::1",
                "fec0::1",
                "64:ff9b::a9fe:a9fe",
                "2002:7f00:1::",
                "2001:0:1::",
                "::",
                "::7f00:1",
                "198.18.0.1",
                "203.0.113.1"
            })
    void anAddressThatIsNobodysOnTheInternetIsRefusedAlsoWhereTheLoopbackIsNot(String address) {
        Answer answer =
                poster(allowed(), new HttpClientOptions(), address).post(post("https://" + HOST + "/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(answer.text())
                .startsWith(HOST + " is at ")
                .contains("expected https and an address of the Internet");
    }

    @Test
    void oneSpecialAddressAmongOthersRefusesAll() {
        Answer answer = poster(allowed(), new HttpClientOptions(), "8.8.8.8", "169.254.169.254")
                .post(post("https://" + HOST + "/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(answer.text()).contains("169.254.169.254");
    }

    @Test
    void withoutTlsOnlyTheLoopbackIsCalled() {
        Answer answer =
                poster(allowed(), new HttpClientOptions(), "8.8.8.8").post(post("http://" + HOST + "/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.REFUSED);
        assertThat(answer.text()).contains("without TLS");
    }

    @Test
    void theHostIsLookedUpOnceAndTheCheckedAddressIsTheOneThatIsCalled() {
        // a name that means the server the first time, and nobody after that
        HttpPoster poster = new HttpPoster(
                vertx,
                TestConfig.with(folder, allowed()),
                host -> {
                    lookedUp.add(host);
                    return addresses(lookedUp.size() == 1 ? "127.0.0.1" : "169.254.169.254");
                },
                new HttpClientOptions(),
                Duration.ofSeconds(10));

        Answer answer = poster.post(post("http://nowhere.invalid:%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.TAKEN);
        assertThat(lookedUp).containsExactly("nowhere.invalid");
        assertThat(server.requests().get(0).headers()).containsEntry("host", "nowhere.invalid:" + server.port());
    }

    @Test
    void anAddressThatCannotBeConnectedToLeavesTheNext() {
        Answer answer = poster(allowed(), new HttpClientOptions(), "127.0.0.2", "127.0.0.1")
                .post(post("http://" + HOST + ":%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.TAKEN);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void tlsGoesByTheHostsNameWhateverAddressIsCalled() throws Exception {
        try (HttpServer tls = HttpServer.start(certificate.sockets())) {
            Answer answer = poster(allowed(), trusting(), "127.0.0.1")
                    .post(post("https://%s:%d/in".formatted(HOST, tls.port()), "hunter2"));

            assertThat(answer.kind()).isEqualTo(Answer.Kind.TAKEN);
            assertThat(tls.requests()).singleElement().satisfies(request -> {
                assertThat(request.sni()).containsExactly(HOST);
                assertThat(request.headers()).containsEntry("host", HOST + ":" + tls.port());
            });
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedBeforeTheKeyIsSent() throws Exception {
        try (HttpServer tls = HttpServer.start(certificate.sockets())) {
            Answer answer = poster(allowed(), trusting(), "127.0.0.1")
                    .post(post("https://other.example.com:%d/".formatted(tls.port()), "hunter2"));

            assertThat(answer.kind()).isEqualTo(Answer.Kind.SILENT);
            assertThat(answer.text()).startsWith("no TLS connection to other.example.com: ");
            assertThat(tls.requests()).isEmpty();
        }
    }

    @Test
    void aCertificateThatNobodySignedIsRefused() throws Exception {
        try (HttpServer tls = HttpServer.start(certificate.sockets())) {
            Answer answer = poster(allowed(), new HttpClientOptions(), "127.0.0.1")
                    .post(post("https://%s:%d/".formatted(HOST, tls.port()), "hunter2"));

            assertThat(answer.text()).startsWith("no TLS connection to " + HOST + ": ");
            assertThat(tls.requests()).isEmpty();
        }
    }

    @Test
    void aHostThatIsNotThereIsSaidSo() {
        HttpPoster poster = new HttpPoster(
                vertx,
                TestConfig.with(folder),
                host -> {
                    throw new UnknownHostException(host + ": Name or service not known");
                },
                new HttpClientOptions(),
                Duration.ofSeconds(10));

        assertThat(poster.post(post("https://" + HOST + "/", "hunter2")))
                .isEqualTo(Answer.silent("there is no host " + HOST));
    }

    @Test
    void aPortThatNobodyListensAtIsSaidSo() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        assertThat(poster().post(post("http://127.0.0.1:" + free + "/", "hunter2")))
                .isEqualTo(Answer.silent("no connection to 127.0.0.1, port " + free));
    }

    @Test
    void aConnectionThatIsClosedWithoutAnAnswerIsSaidSo() {
        server.answers((request, out) -> {});

        assertThat(poster().post(post("http://127.0.0.1:%d/", "hunter2")))
                .isEqualTo(Answer.silent("the connection was closed without an answer"));
    }

    @Test
    void whoDoesNotAnswerIsWaitedForNoLongerThanATryTakes() throws Exception {
        HttpServer.Slow slow = server.silent();

        Answer answer = impatient().post(post("http://127.0.0.1:%d/", "hunter2"));

        assertThat(answer).isEqualTo(Answer.silent("no answer within 2.0 s"));
        assertThat(slow.hungUp()).as("the connection is closed").isTrue();
    }

    @Test
    void aSlowNameIsWaitedForNoLongerThanATryTakes() throws Exception {
        CountDownLatch known = new CountDownLatch(1);
        HttpPoster poster = new HttpPoster(
                vertx,
                TestConfig.with(folder, allowed()),
                host -> {
                    awaitQuietly(known);
                    return addresses("127.0.0.1");
                },
                new HttpClientOptions(),
                SHORT);

        Answer answer = poster.post(post("http://127.0.0.1:%d/", "hunter2"));
        known.countDown();

        assertThat(answer.kind()).isEqualTo(Answer.Kind.SILENT);
        // a call that nobody waits for any more is not made
        assertThat(poster().post(post("http://127.0.0.1:%d/", "hunter2")).kind())
                .isEqualTo(Answer.Kind.TAKEN);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void anAnswerThatDribblesIsCutAtTheLimitAndCountsByItsStatus() throws Exception {
        HttpServer.Slow slow = server.dribbles("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nso far");

        Answer answer = impatient().post(post("http://127.0.0.1:%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.TAKEN);
        assertThat(answer.text()).startsWith("so far");
        assertThat(slow.hungUp()).as("the connection is closed").isTrue();
    }

    @Test
    void headersThatDribbleAreNoAnswer() throws Exception {
        HttpServer.Slow slow = server.dribbles("HTTP/1.1 200 OK\r\nX-Slow: ");

        Answer answer = impatient().post(post("http://127.0.0.1:%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.SILENT);
        assertThat(slow.hungUp()).as("the connection is closed").isTrue();
    }

    @Test
    void ofAnAnswerWithoutEndNoMoreThan64KiBAreRead() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        server.answers((request, out) -> {
            out.write("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("2000\r\n" + "x".repeat(8192) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                // far more than sockets buffer: writing goes on until the reader hangs up
                for (int i = 0; i < 100_000; i++) {
                    out.write(chunk);
                }
            } finally {
                hungUp.countDown();
            }
        });

        Answer answer = poster().post(post("http://127.0.0.1:%d/", "hunter2"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.TROUBLED);
        assertThat(answer.status()).contains(503);
        assertThat(answer.text()).isEqualTo("x".repeat(300) + "…");
        assertThat(hungUp.await(30, TimeUnit.SECONDS))
                .as("the connection is closed")
                .isTrue();
    }

    @Test
    void headersWithoutEndAreNoAnswer() {
        server.answers((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100_000; i++) {
                out.write("X-Y: %s\r\n".formatted("z".repeat(1000)).getBytes(StandardCharsets.US_ASCII));
            }
        });

        assertThat(poster().post(post("http://127.0.0.1:%d/", "hunter2")).kind())
                .isEqualTo(Answer.Kind.SILENT);
    }

    @Test
    void whatIsNoHttpIsNoAnswerAndNeverRepeatsTheKey() {
        server.answers(answer("HTTP/hunter2-and-more hunter2-and-more\r\n\r\n"));

        Answer answer = poster().post(post("http://127.0.0.1:%d/", "hunter2-and-more"));

        assertThat(answer.kind()).isEqualTo(Answer.Kind.SILENT);
        assertThat(answer.text()).doesNotContain("hunter2");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> allowed() {
        return Map.of("sluice.callback.allow-loopback", "true");
    }

    private static HttpClientOptions trusting() throws Exception {
        return new HttpClientOptions().setTrustOptions(certificate.trust());
    }

    private static HttpPoster poster() {
        return poster(Duration.ofSeconds(10));
    }

    private static HttpPoster impatient() {
        return poster(SHORT);
    }

    private static HttpPoster poster(Duration longest) {
        return new HttpPoster(
                vertx, TestConfig.with(folder, allowed()), InetAddress::getAllByName, new HttpClientOptions(), longest);
    }

    private static HttpPoster poster(Map<String, String> settings, HttpClientOptions options, String... at) {
        return new HttpPoster(
                vertx, TestConfig.with(folder, settings), host -> addresses(at), options, Duration.ofSeconds(10));
    }

    private static InetAddress[] addresses(String... literals) {
        return Arrays.stream(literals).map(HttpPosterTest::address4or6).toArray(InetAddress[]::new);
    }

    private static InetAddress address4or6(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** @param url with {@code %d} for the server's port, or without */
    private Post post(String url, String key) {
        return new Post(
                address(url),
                Optional.of(new Secret(key)),
                "run-SUCCEEDED",
                "{\"run\" : \"17\"}\n".getBytes(StandardCharsets.UTF_8));
    }

    private URI address(String url) {
        return URI.create(url.contains("%d") ? url.formatted(server.port()) : url);
    }
}
