package dev.sluice.local.wire;

import static dev.sluice.local.wire.Echo.JOBS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.GetJobRequest;
import com.google.cloud.batch.v1.Job;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SharedPortTest {
    private final Echo echo = new Echo();

    @AfterEach
    void close() {
        echo.close();
    }

    @Test
    void oneConnectionCarriesManyRequests() throws Exception {
        try (Socket socket = connect()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int i = 0; i < 500; i++) {
                write(socket, "GET %s/j%d?prettyPrint=false HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(JOBS, i));
                assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
                int length = 0;
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    if (line.toLowerCase().startsWith("content-length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                char[] body = new char[length];
                assertThat(in.read(body)).isEqualTo(length);
                assertThat(new String(body)).contains("jobs/j" + i + "\"");
            }
        }
    }

    @Test
    void twoHundredClientsAreServedAtOnceByRestAndGrpc() {
        ExecutorService threads = Executors.newFixedThreadPool(200);
        ManagedChannel channel = channel();
        try {
            List<CompletableFuture<String>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String id = "j" + i;
                answers.add(CompletableFuture.supplyAsync(() -> overRawHttp(id), threads));
                answers.add(CompletableFuture.supplyAsync(() -> overGrpc(channel, id), threads));
            }
            for (int i = 0; i < answers.size(); i++) {
                assertThat(answers.get(i).join()).contains("jobs/j" + i / 2);
            }
        } finally {
            channel.shutdownNow();
            threads.shutdownNow();
        }
    }

    @Test
    void connectionsThatSayNothingOrHalfOfSomethingDoNoHarm() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 50; i++) {
                open.add(connect());
                Socket half = connect();
                write(half, "POST " + JOBS + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
                open.add(half);
                Socket begun = connect();
                write(begun, "PR");
                open.add(begun);
                Socket halfGrpc = connect();
                write(halfGrpc, "PRI * HTTP/2.0\r\n");
                open.add(halfGrpc);
            }
            assertThat(echo.get(JOBS + "/x").statusCode()).isEqualTo(200);
            long before = System.nanoTime();
            echo.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
            for (Socket socket : open) {
                socket.setSoTimeout(5_000);
                assertThat(ended(socket)).isTrue();
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void aClientThatSpeaksTlsIsCutOff() throws Exception {
        try (Socket socket = connect()) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3});
            assertThat(ended(socket)).isTrue();
        }
    }

    @Test
    void closedConnectionsLeaveNoThreadBehind() throws Exception {
        echo.get(JOBS + "/x");
        long before = threads();
        for (int i = 0; i < 100; i++) {
            overRawHttp("j" + i);
            try (Socket socket = connect()) {
                write(socket, "GET /");
            }
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> busyThreads() <= 5);
        assertThat(threads() - before).isLessThan(100);
    }

    @Test
    void closingWaitsForAnswersThatAreUnderWay() throws Exception {
        CompletableFuture<String> rest = CompletableFuture.supplyAsync(() -> overRawHttp("slow"));
        ManagedChannel channel = channel();
        CompletableFuture<String> grpc = CompletableFuture.supplyAsync(() -> overGrpc(channel, "slow"));
        echo.slowBegun.await();
        await().until(() -> busyThreads() >= 4);
        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> echo.server.close(20));
        await().until(() -> refused());
        assertThat(closed).isNotDone();
        echo.slowMayEnd.countDown();
        assertThat(rest.get(10, TimeUnit.SECONDS)).contains("200 OK", "jobs/slow");
        assertThat(grpc.get(10, TimeUnit.SECONDS)).contains("jobs/slow");
        closed.get(10, TimeUnit.SECONDS);
        channel.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "localhost:8080 | | 200",
                "127.0.0.1 | | 200",
                "[::1]:8080 | | 200",
                "batch.localhost | | 200",
                "evil.example | | 403",
                "127.0.0.1.evil.example:80 | | 403",
                "192.168.1.7:8080 | | 403",
                "localhost | http://localhost:3000 | 200",
                "localhost | http://127.0.0.1:3000 | 200",
                "localhost | https://evil.example | 403",
                "localhost | null | 403",
                "localhost | http://localhost.evil.example | 403",
            })
    void webPagesOfElsewhereAreRefused(String host, String origin, int status) throws Exception {
        String origins = origin == null ? "" : "Origin: " + origin + "\r\n";
        for (String path : List.of(JOBS + "/x", "/")) {
            String answer =
                    raw("GET %s HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n".formatted(path, host, origins));
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    private String overRawHttp(String id) {
        return raw("GET %s/%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(JOBS, id));
    }

    private String raw(String request) {
        try (Socket socket = connect()) {
            write(socket, request);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean refused() {
        try (Socket socket = connect()) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private ManagedChannel channel() {
        return ManagedChannelBuilder.forAddress("127.0.0.1", echo.port())
                .usePlaintext()
                .build();
    }

    private static String overGrpc(ManagedChannel channel, String id) {
        MethodDescriptor<GetJobRequest, Job> method = MethodDescriptor.<GetJobRequest, Job>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("google.cloud.batch.v1.BatchService/GetJob")
                .setRequestMarshaller(ProtoUtils.marshaller(GetJobRequest.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(Job.getDefaultInstance()))
                .build();
        GetJobRequest request = GetJobRequest.newBuilder().setName("jobs/" + id).build();
        return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, request)
                .getName();
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", echo.port());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads to the end, however that comes. */
    private static boolean ended(Socket socket) throws IOException {
        try (InputStream in = socket.getInputStream()) {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("shared-port-" + echo.port()))
                .count();
    }

    /** Those of the port that do something: serve a connection or wait for one. */
    private long busyThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("shared-port-" + echo.port()))
                .filter(entry -> java.util.Arrays.stream(entry.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.sluice.local.wire.")))
                .count();
    }
}
