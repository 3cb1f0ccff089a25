package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resumable uploads over restarts and long waits. */
class LocalStorageResumeTest {
    private static final String PIECE = "0123456789abcdef".repeat(16 * 1024);

    @TempDir
    Path data;

    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data, clock);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void anUploadGoesOnAfterARestartWithItsBytesTypeAndConditions() throws Exception {
        String upload = served.begin("r", "X-Upload-Content-Type", "text/odd");
        assertThat(put(upload, PIECE, "bytes 0-262143/*").statusCode()).isEqualTo(308);

        restart();

        HttpResponse<String> asked = put(upload, "", "bytes */*");
        assertThat(asked.statusCode()).isEqualTo(308);
        assertThat(asked.headers().firstValue("Range")).hasValue("bytes=0-262143");
        assertThat(put(upload, "end", "bytes 262144-262146/262147").statusCode())
                .isEqualTo(200);
        assertThat(served.text("r")).isEqualTo(PIECE + "end");
        assertThat(served.storage.get(Served.BUCKET, "r").getContentType()).isEqualTo("text/odd");
    }

    @Test
    void aConditionOfTheStartHoldsAfterARestart() throws Exception {
        String upload = served.begin("r&ifGenerationMatch=0");
        served.put("r", "somebody was faster");

        restart();

        assertThat(put(upload, "mine", "bytes 0-3/4").statusCode()).isEqualTo(412);
        assertThat(served.text("r")).isEqualTo("somebody was faster");
    }

    @Test
    void aChecksumOfTheStartIsCheckedAfterARestartOverAllBytes() throws Exception {
        String right = served.begin("right", "X-Goog-Hash", "md5=" + md5(PIECE + "end"));
        String wrong = served.begin("wrong", "X-Goog-Hash", "md5=" + md5(PIECE));
        for (String upload : new String[] {right, wrong}) {
            put(upload, PIECE, "bytes 0-262143/*");
        }

        restart();

        assertThat(put(right, "end", "bytes 262144-262146/262147").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = put(wrong, "end", "bytes 262144-262146/262147");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("doesn't match calculated MD5 hash");
        assertThat(served.list()).containsExactly("right");
    }

    @Test
    void whoAsksForAFinishedUploadAfterARestartGetsItsObject() throws Exception {
        String upload = served.begin("r");
        String made = put(upload, "all", "bytes 0-2/3").body();

        restart();

        HttpResponse<String> again = put(upload, "", "bytes */3");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body().replaceAll("http://127.0.0.1:\\d+", ""))
                .isEqualTo(made.replaceAll("http://127.0.0.1:\\d+", ""));
    }

    /** As after a kill between the object's commit and the session's: the record still says open, the bytes are gone. */
    @Test
    void anObjectWhoseUploadDoesNotKnowItYetIsFound() throws Exception {
        String upload = served.begin("r");
        Path record = data.resolve(".sluice/gcs/demo-batch/sessions/" + id(upload) + ".json");
        byte[] open = Files.readAllBytes(record);
        put(upload, "all", "bytes 0-2/3");
        long generation = served.storage.get(Served.BUCKET, "r").getGeneration();
        served.close();
        Files.write(record, open);

        served = Served.on(data, clock);

        HttpResponse<String> asked = put(upload, "", "bytes */3");
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("\"generation\":\"" + generation + "\"");
        assertThat(served.storage.get(Served.BUCKET, "r").getGeneration()).isEqualTo(generation);
    }

    @Test
    void anUploadExpiresAfterAWeekOfTheClock() throws Exception {
        String upload = served.begin("r");
        put(upload, PIECE, "bytes 0-262143/*");
        clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(put(upload, "", "bytes */*").statusCode()).isEqualTo(308);

        clock.advance(Duration.ofSeconds(1));

        assertThat(put(upload, "", "bytes */*").statusCode()).isEqualTo(410);
        served.begin("another");
        assertThat(put(upload, "", "bytes */*").statusCode()).isEqualTo(404);
        try (var files = Files.list(data.resolve(".sluice/gcs/demo-batch/sessions"))) {
            assertThat(files.filter(file -> file.toString().contains(id(upload))))
                    .isEmpty();
        }
    }

    @Test
    void aCancelledUploadStaysCancelledAfterARestart() throws Exception {
        String upload = served.begin("r");
        assertThat(served.send("DELETE", upload, "").statusCode()).isEqualTo(499);

        restart();

        assertThat(put(upload, "x", "bytes 0-0/1").statusCode()).isEqualTo(499);
        assertThat(served.list()).isEmpty();
    }

    private void restart() throws Exception {
        served.close();
        served = Served.on(data, clock, Faults.none());
    }

    private HttpResponse<String> put(String upload, String bytes, String range) throws Exception {
        return served.send("PUT", upload, bytes, "Content-Range", range);
    }

    private static String id(String upload) {
        return upload.replaceFirst(".*upload_id=", "");
    }

    private static String md5(String text) {
        Checksums.Meter meter = new Checksums.Meter();
        meter.update(text.getBytes(), 0, text.length());
        return meter.total().md5();
    }
}
