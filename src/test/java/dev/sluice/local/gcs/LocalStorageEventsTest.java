package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import dev.sluice.local.time.LocalClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageEventsTest {
    @TempDir
    Path data;

    private LocalClock clock;
    private Served served;
    private EventSink sink;

    @BeforeEach
    void start() throws Exception {
        clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:12.345678Z"));
        served = Served.on(data, clock);
        sink = new EventSink();
        served.local.notify(Served.BUCKET, sink.address());
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
        sink.close();
    }

    @Test
    void a_finalized_object_is_announced_in_binary_mode_with_the_whole_resource() throws Exception {
        Blob blob = served.storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "p/acme/inputs/ü 1.txt")
                        .setContentType("text/plain")
                        .setMetadata(Map.of("sluice-locale", "tr"))
                        .build(),
                "abc".getBytes());

        EventSink.Event event = sink.next();
        assertThat(event.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(event.header("ce-specversion")).isEqualTo("1.0");
        assertThat(event.header("ce-id")).isNotEmpty();
        assertThat(event.header("ce-source")).isEqualTo("//storage.googleapis.com/projects/_/buckets/demo-batch");
        assertThat(event.header("ce-type")).isEqualTo("google.cloud.storage.object.v1.finalized");
        assertThat(event.header("ce-subject")).isEqualTo("objects/p/acme/inputs/%C3%BC%201.txt");
        assertThat(event.header("ce-bucket")).isEqualTo("demo-batch");
        assertThat(Instant.parse(event.header("ce-time")))
                .isEqualTo(blob.getCreateTimeOffsetDateTime().toInstant().plusNanos(678_000));
        var body = event.body();
        assertThat(body.get("name").asText()).isEqualTo("p/acme/inputs/ü 1.txt");
        assertThat(body.get("id").asText()).isEqualTo("demo-batch/p/acme/inputs/ü 1.txt/" + blob.getGeneration());
        assertThat(body.get("generation").asText())
                .isEqualTo(blob.getGeneration().toString());
        assertThat(body.get("metageneration").asText()).isEqualTo("1");
        assertThat(body.get("size").asText()).isEqualTo("3");
        assertThat(body.get("contentType").asText()).isEqualTo("text/plain");
        assertThat(body.get("md5Hash").asText()).isEqualTo(blob.getMd5());
        assertThat(body.get("crc32c").asText()).isEqualTo(blob.getCrc32c());
        assertThat(body.get("etag").asText()).isEqualTo(blob.getEtag());
        assertThat(body.get("storageClass").asText()).isEqualTo("STANDARD");
        assertThat(body.get("timeCreated").asText()).matches("2026-11-21T07:30:12\\.3\\d\\dZ");
        assertThat(body.at("/metadata/sluice-locale").asText()).isEqualTo("tr");
    }

    @Test
    void every_generation_is_announced_with_an_id_of_its_own_placeholders_and_copies_too() throws Exception {
        served.put("x", "1");
        served.put("x", "2").copyTo(Served.BUCKET, "copy").getResult();
        served.put("folder/", "");

        List<EventSink.Event> events = List.of(sink.next(), sink.next(), sink.next(), sink.next());
        assertThat(events.stream().map(event -> event.header("ce-subject")))
                .containsExactlyInAnyOrder("objects/x", "objects/x", "objects/copy", "objects/folder/");
        assertThat(events.stream().map(event -> event.header("ce-id"))).doesNotHaveDuplicates();
    }

    @Test
    void a_patch_and_a_refused_upload_announce_nothing() throws Exception {
        Blob blob = served.put("x", "1");
        sink.next();
        blob.toBuilder().setContentType("a/b").build().update();
        assertThat(served.send(
                                "POST",
                                "/upload/storage/v1/b/demo-batch/o?uploadType=media&name=x&ifGenerationMatch=0",
                                "2")
                        .statusCode())
                .isEqualTo(412);
        served.put("last", "");

        assertThat(sink.next().header("ce-subject")).isEqualTo("objects/last");
    }

    @Test
    void an_event_is_pushed_again_until_it_is_acknowledged() throws Exception {
        sink.answer(503, 400, 302, 203);
        served.put("x", "1");

        await().until(() -> {
            clock.advance(Served.IMPATIENT.most());
            return sink.received() == 5;
        });
        List<EventSink.Event> events = List.of(sink.next(), sink.next(), sink.next(), sink.next(), sink.next());
        assertThat(events.stream().map(event -> event.header("ce-id")).distinct())
                .hasSize(1);
        awaitNothingPending();
        assertThat(sink.received()).isEqualTo(5);
    }

    @Test
    void an_event_survives_a_restart() throws Exception {
        sink.answer(500);
        sink.refuseFromNowOn();
        served.put("x", "1");
        String id = sink.next().header("ce-id");
        served.close();
        sink.acceptFromNowOn();
        sink.forget();

        served = Served.on(data, LocalClock.standing(Instant.parse("2026-11-21T07:40:00Z")));
        assertThat(sink.next().header("ce-id")).isEqualTo(id);
        awaitNothingPending();
    }

    @Test
    void an_event_that_nobody_took_for_a_day_is_dropped() throws Exception {
        sink.refuseFromNowOn();
        served.put("x", "1");
        sink.next();
        served.close();

        served = Served.on(data, LocalClock.standing(Instant.parse("2026-11-22T07:31:00Z")));
        awaitNothingPending();
    }

    @Test
    void the_next_try_comes_when_the_clock_is_moved_and_the_last_after_a_day() throws Exception {
        sink.refuseFromNowOn();
        served.put("x", "1");
        sink.next();
        await().until(() -> {
            clock.advance(Served.IMPATIENT.most());
            return sink.received() > 3;
        });

        clock.advance(Duration.ofHours(25));
        await().until(() -> {
            clock.advance(Served.IMPATIENT.most());
            return served.local.state().get("eventsWaiting").equals(0L);
        });
    }

    @Test
    void a_file_that_a_mount_wrote_is_announced_when_adopted() throws Exception {
        Path mount = served.local.folder(Served.BUCKET, "p/acme/");
        Files.createDirectories(mount.resolve("outputs"));
        Files.writeString(mount.resolve("outputs/result.txt"), "ABC");
        served.local.adopt(Served.BUCKET, "p/acme/");
        served.local.adopt(Served.BUCKET, "p/acme/");

        assertThat(sink.next().header("ce-subject")).isEqualTo("objects/p/acme/outputs/result.txt");
        awaitNothingPending();
        assertThat(sink.received()).isEqualTo(1);
    }

    @Test
    void a_slow_receiver_does_not_delay_uploads_and_gets_at_most_16_at_once() throws Exception {
        sink.hold();
        for (int i = 0; i < 40; i++) {
            served.put("x" + i, "1");
        }
        await().until(() -> sink.mostAtOnce() == 16);
        sink.release();

        for (int i = 0; i < 40; i++) {
            sink.next();
        }
        assertThat(sink.mostAtOnce()).isEqualTo(16);
    }

    @Test
    void waits_double_up_to_the_longest() {
        Backoff google = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(600), Duration.ofHours(24));

        assertThat(List.of(1, 2, 3, 6, 7, 8, 1000).stream().map(google::before))
                .extracting(Duration::toSeconds)
                .containsExactly(10L, 20L, 40L, 320L, 600L, 600L, 600L);
    }

    private void awaitNothingPending() {
        await().until(() -> {
            try (var files = Files.list(data.resolve(".sluice/gcs/.events"))) {
                return files.findAny().isEmpty();
            }
        });
    }
}
