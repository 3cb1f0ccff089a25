package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.rpc.Code;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageFaultsTest {
    private static final String PIECE = "0123456789abcdef".repeat(16 * 1024);
    private static final String GET = "/storage/v1/b/demo-batch/o/x";

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private final Faults faults = new Faults(1, clock);
    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data, clock, faults);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void aRefusedCallIsNotDoneAndToldByTheCodesStatusAndReason() throws Exception {
        Map<Code, String> told = Map.of(
                Code.UNAVAILABLE, "503 backendError",
                Code.RESOURCE_EXHAUSTED, "429 rateLimitExceeded",
                Code.FAILED_PRECONDITION, "412 conditionNotMet",
                Code.PERMISSION_DENIED, "403 forbidden",
                Code.INTERNAL, "500 internalError",
                Code.DEADLINE_EXCEEDED, "504 gatewayTimeout");
        served.put("x", "1");
        for (Map.Entry<Code, String> each : told.entrySet()) {
            faults.add(fault(Kind.REFUSED, "objects.delete").code(each.getKey()).times(1));
            HttpResponse<String> refused = served.send("DELETE", GET, "");
            String reason = refused.body().replaceFirst("(?s).*\"reason\":\"(\\w+)\".*", "$1");
            assertThat(refused.statusCode() + " " + reason).isEqualTo(each.getValue());
        }
        assertThat(served.text("x")).isEqualTo("1");
    }

    @Test
    void googlesClientRepeatsWhatIsRefusedAndSucceeds() {
        Fault fault = faults.add(fault(Kind.REFUSED, "objects.insert").times(1));

        served.put("x", "1", BlobTargetOption.doesNotExist());

        assertThat(faults.strikes(fault.id())).hasValue(1L);
        assertThat(served.text("x")).isEqualTo("1");
    }

    @Test
    void anAnswerLostAfterACreateMakesTheClientsOwnRepeatMeet412() {
        faults.add(fault(Kind.ANSWER_LOST, "objects.insert").times(1));

        assertThatThrownBy(() -> served.put("x", "1", BlobTargetOption.doesNotExist()))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
        assertThat(served.text("x")).isEqualTo("1");
    }

    @Test
    void aCutAnswerEndsTheConnectionAfterTheEffect() {
        faults.add(fault(Kind.ANSWER_LOST, "objects.insert")
                .details(Map.of("how", "cut"))
                .times(1));

        assertThatThrownBy(() -> served.send("POST", "/upload/storage/v1/b/demo-batch/o?name=x", "1"))
                .isInstanceOf(IOException.class);
        assertThat(served.text("x")).isEqualTo("1");
    }

    @Test
    void aDownloadIsCutAfterSomeBytesAndTheClientGoesOnFromThere() throws Exception {
        served.put("x", PIECE);
        Fault cut = faults.add(fault(Kind.ANSWER_LOST, "objects.get")
                .details(Map.of("bytes", "100000"))
                .times(1));
        assertThatThrownBy(() -> served.send("GET", GET + "?alt=media", "")).isInstanceOf(IOException.class);

        faults.add(fault(Kind.ANSWER_LOST, "objects.get")
                .details(Map.of("bytes", "100000"))
                .times(1));
        byte[] bytes = new byte[PIECE.length()];
        try (var reader = served.storage.reader(BlobId.of(Served.BUCKET, "x"))) {
            var buffer = java.nio.ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining() && reader.read(buffer) >= 0) {
                assertThat(reader.isOpen()).isTrue();
            }
        }
        assertThat(faults.strikes(cut.id())).hasValue(1L);
        assertThat(new String(bytes)).isEqualTo(PIECE);
    }

    @Test
    void aChunkThatBreaksOffIsKeptAsFarAsItCame() throws Exception {
        String upload = served.begin("x");
        faults.add(fault(Kind.ANSWER_LOST, "upload.chunk")
                .details(Map.of("bytes", "100000"))
                .times(1));
        assertThatThrownBy(() -> served.send("PUT", upload, PIECE, "Content-Range", "bytes 0-262143/*"))
                .isInstanceOf(IOException.class);

        HttpResponse<String> asked = served.send("PUT", upload, "", "Content-Range", "bytes */*");
        assertThat(asked.headers().firstValue("Range")).hasValue("bytes=0-99999");
        served.send("PUT", upload, PIECE.substring(100_000), "Content-Range", "bytes 100000-262143/262144");
        assertThat(served.text("x")).isEqualTo(PIECE);
    }

    @Test
    void aChunkWhoseAnswerIsLostIsThereAndGooglesWriterGoesOn() throws Exception {
        Fault fault =
                faults.add(fault(Kind.ANSWER_LOST, "upload.chunk").after(1).times(1));
        try (var writer =
                served.storage.writer(BlobInfo.newBuilder(Served.BUCKET, "x").build())) {
            writer.setChunkSize(256 * 1024);
            for (int i = 0; i < 4; i++) {
                writer.write(java.nio.ByteBuffer.wrap(PIECE.getBytes()));
            }
        }

        assertThat(faults.strikes(fault.id())).hasValue(1L);
        assertThat(served.text("x")).isEqualTo(PIECE.repeat(4));
    }

    @Test
    void aSlowCallIsDoneWhenItsTimeIsOver() {
        served.put("x", "1");
        faults.add(fault(Kind.SLOW, "objects.get").delay(Duration.ofMinutes(5)).times(1));
        CompletableFuture<HttpResponse<String>> slow = CompletableFuture.supplyAsync(() -> get(GET));
        await().until(() -> faults.strikes("f1").equals(java.util.Optional.of(1L)));
        assertThat(slow).isNotDone();

        await().until(() -> {
            clock.advance(Duration.ofMinutes(5));
            return slow.isDone();
        });
        assertThat(slow.join().statusCode()).isEqualTo(200);
    }

    @Test
    void callsAboveTheRateAreThrottledUntilTimePasses() throws Exception {
        served.put("x", "1");
        faults.add(fault(Kind.THROTTLED, "objects.get").rate(2));

        assertThat(Stream.of(1, 2, 3).map(i -> get(GET).statusCode())).containsExactly(200, 200, 429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(get(GET).statusCode()).isEqualTo(200);
    }

    @Test
    void aPartOfABatchIsACallOfItsOwn() throws Exception {
        served.put("a", "1");
        served.put("b", "1");
        faults.add(fault(Kind.REFUSED, "objects.delete").about("demo-batch/a"));
        String part = "--x\r\nContent-Type: application/http\r\nContent-ID: <%s>\r\n\r\n"
                + "DELETE /storage/v1/b/demo-batch/o/%s HTTP/1.1\r\n\r\n\r\n";

        HttpResponse<String> batch = served.send(
                "POST",
                "/batch/storage/v1",
                part.formatted("1", "a") + part.formatted("2", "b") + "--x--\r\n",
                "Content-Type",
                "multipart/mixed; boundary=x");

        assertThat(batch.statusCode()).isEqualTo(200);
        assertThat(batch.body()).contains("HTTP/1.1 503", "HTTP/1.1 204");
        assertThat(served.list()).containsExactly("a");
    }

    @Test
    void aFaultStrikesOnlyTheMethodAndTheNameItIsAbout() throws Exception {
        faults.add(fault(Kind.REFUSED, "objects.insert").about("demo-batch/secret"));

        served.put("open", "1");
        assertThat(served.send("POST", "/upload/storage/v1/b/demo-batch/o?name=secret/1", "1")
                        .statusCode())
                .isEqualTo(503);
        assertThat(served.list()).containsExactly("open");
    }

    @Test
    void eventsAreLostLateAndDoubled() throws Exception {
        try (EventSink sink = new EventSink()) {
            served.local.notify(Served.BUCKET, sink.address());
            faults.add(fault(Kind.LOST, "event").about("/lost"));
            faults.add(fault(Kind.LATE, "event").about("/late").delay(Duration.ofMinutes(10)));
            faults.add(fault(Kind.DOUBLED, "event").about("/doubled"));
            served.put("lost", "1");
            served.put("late", "1");
            served.put("doubled", "1");

            EventSink.Event first = sink.next();
            EventSink.Event second = sink.next();
            assertThat(first.header("ce-subject")).isEqualTo("objects/doubled");
            assertThat(second.header("ce-id")).isEqualTo(first.header("ce-id"));
            assertThat(sink.received()).isEqualTo(2);
            clock.advance(Duration.ofMinutes(10));
            assertThat(sink.next().header("ce-subject")).isEqualTo("objects/late");
        }
    }

    private HttpResponse<String> get(String target) {
        try {
            return served.send("GET", target, "");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Fault fault(Kind kind, String at) {
        return Fault.of(Service.STORAGE, kind).at(at);
    }
}
