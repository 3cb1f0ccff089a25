package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.ReadChannel;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageObjectsTest {
    @TempDir
    Path data;

    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data);
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void what_was_put_is_read_with_its_checksums_type_and_metadata() {
        Blob made = served.storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "a/b.txt")
                        .setContentType("text/plain")
                        .setCacheControl("no-store")
                        .setMetadata(Map.of("locale", "tr ğ"))
                        .build(),
                "hello".getBytes());

        Blob read = served.storage.get(made.getBlobId());
        assertThat(read.getContent()).asString().isEqualTo("hello");
        assertThat(read.getMd5()).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
        assertThat(read.getCrc32c()).isEqualTo("mnG7TA==");
        assertThat(read.getSize()).isEqualTo(5);
        assertThat(read.getContentType()).isEqualTo("text/plain");
        assertThat(read.getCacheControl()).isEqualTo("no-store");
        assertThat(read.getMetadata()).isEqualTo(Map.of("locale", "tr ğ"));
        assertThat(read.getMetageneration()).isEqualTo(1);
        assertThat(read.getGeneration()).isEqualTo(made.getGeneration());
        assertThat(data.resolve("demo-batch/a/b.txt")).hasContent("hello");
    }

    @Test
    void create_only_is_refused_when_the_object_is_there() {
        served.put("once", "1", BlobTargetOption.doesNotExist());

        assertStatus(412, () -> served.put("once", "2", BlobTargetOption.doesNotExist()));
        assertThat(served.text("once")).isEqualTo("1");
    }

    @Test
    void a_write_on_the_condition_of_a_generation_happens_to_that_generation_only() {
        long first = served.put("x", "1").getGeneration();
        long second =
                served.put("x", "2", BlobTargetOption.generationMatch(first)).getGeneration();

        assertThat(second).isGreaterThan(first);
        assertStatus(412, () -> served.put("x", "3", BlobTargetOption.generationMatch(first)));
        assertStatus(412, () -> served.put("absent", "3", BlobTargetOption.generationMatch(first)));
        assertStatus(
                412,
                () -> served.storage.delete(
                        BlobId.of(Served.BUCKET, "x"), Storage.BlobSourceOption.generationMatch(first)));
        assertThat(served.text("x")).isEqualTo("2");
    }

    @Test
    void a_read_is_refused_by_a_failed_match_and_not_repeated_for_what_is_known() {
        Blob blob = served.put("x", "1");

        assertStatus(
                412,
                () -> served.storage.readAllBytes(
                        blob.getBlobId(), Storage.BlobSourceOption.generationMatch(blob.getGeneration() + 1)));
        assertStatus(
                304,
                () -> served.storage.get(
                        BlobId.of(Served.BUCKET, "x"), Storage.BlobGetOption.generationNotMatch(blob.getGeneration())));
        assertThat(served.storage.get(BlobId.of(Served.BUCKET, "x", blob.getGeneration() + 1)))
                .isNull();
    }

    @Test
    void a_patch_counts_the_metageneration_and_keeps_the_generation() {
        Blob blob = served.put("x", "1");
        Blob patched = blob.toBuilder()
                .setMetadata(Map.of("state", "RUNNING"))
                .build()
                .update(BlobTargetOption.metagenerationMatch());

        assertThat(patched.getMetageneration()).isEqualTo(2);
        assertThat(patched.getGeneration()).isEqualTo(blob.getGeneration());
        assertThat(patched.getMetadata()).isEqualTo(Map.of("state", "RUNNING"));
        assertStatus(
                412,
                () -> blob.toBuilder().setContentType("a/b").build().update(BlobTargetOption.metagenerationMatch()));
    }

    @Test
    void deleting_says_whether_there_was_something() {
        Blob blob = served.put("x/y/z", "1");

        assertThat(blob.delete()).isTrue();
        assertThat(served.storage.delete(BlobId.of(Served.BUCKET, "x/y/z"))).isFalse();
        assertThat(data.resolve("demo-batch")).isEmptyDirectory();
    }

    @Test
    void many_are_deleted_in_one_batch() {
        served.put("a", "1");
        served.put("b//c", "2");

        List<Boolean> deleted = served.storage.delete(List.of(
                BlobId.of(Served.BUCKET, "a"), BlobId.of(Served.BUCKET, "none"), BlobId.of(Served.BUCKET, "b//c")));

        assertThat(deleted).containsExactly(true, false, true);
        assertThat(served.list()).isEmpty();
    }

    @Test
    void a_large_object_arrives_in_pieces() throws Exception {
        byte[] bytes = random(5 * 1024 * 1024 + 7);
        BlobId id = BlobId.of(Served.BUCKET, "large.bin");
        try (WriteChannel out = served.storage.writer(BlobInfo.newBuilder(id).build())) {
            out.setChunkSize(1024 * 1024);
            out.write(ByteBuffer.wrap(bytes));
            assertThat(served.list()).as("nothing shows before the end").isEmpty();
        }

        assertThat(served.storage.readAllBytes(id)).isEqualTo(bytes);
        assertThat(served.list()).containsExactly("large.bin");
    }

    @Test
    void a_resumable_upload_is_refused_at_its_end_when_somebody_was_faster() throws Exception {
        BlobId id = BlobId.of(Served.BUCKET, "x");
        WriteChannel out =
                served.storage.writer(BlobInfo.newBuilder(id).build(), Storage.BlobWriteOption.doesNotExist());
        out.setChunkSize(256 * 1024);
        out.write(ByteBuffer.wrap(random(300 * 1024)));
        served.put("x", "faster");

        assertStatus(412, out::close);
        assertThat(served.text("x")).isEqualTo("faster");
    }

    @Test
    void a_part_is_read_without_the_rest() throws Exception {
        byte[] bytes = random(3 * 1024 * 1024);
        BlobId id = BlobId.of(Served.BUCKET, "x");
        served.storage.create(BlobInfo.newBuilder(id).build(), bytes);
        try (ReadChannel in = served.storage.reader(id)) {
            in.seek(1_000_000);
            in.limit(1_000_010);
            ByteBuffer part = ByteBuffer.allocate(100);
            while (in.read(part) >= 0) {
                // until the limit
            }
            assertThat(part.position()).isEqualTo(10);
            assertThat(part.array()).startsWith(Arrays.copyOfRange(bytes, 1_000_000, 1_000_010));
        }
    }

    @Test
    void an_upload_that_announces_another_checksum_is_refused_and_leaves_nothing() {
        BlobInfo wrong = BlobInfo.newBuilder(Served.BUCKET, "x")
                .setMd5("XUFAKrxLKna5cZ2REBfFkg==")
                .build();

        assertStatus(
                400,
                () -> served.storage.createFrom(
                        wrong, new ByteArrayInputStream("not hello".getBytes()), Storage.BlobWriteOption.md5Match()));
        assertThat(served.list()).isEmpty();
    }

    @Test
    void copies_moves_and_compositions_are_new_objects() {
        Blob source = served.storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "a")
                        .setMetadata(Map.of("k", "v"))
                        .build(),
                "1".getBytes());
        served.put("b", "2");

        Blob copy = source.copyTo(Served.BUCKET, "copy").getResult();
        Blob composed = served.storage.compose(Storage.ComposeRequest.newBuilder()
                .addSource("a", "b")
                .setTarget(BlobInfo.newBuilder(Served.BUCKET, "both").build())
                .build());
        served.storage.moveBlob(Storage.MoveBlobRequest.newBuilder()
                .setSource(BlobId.of(Served.BUCKET, "b"))
                .setTarget(BlobId.of(Served.BUCKET, "moved"))
                .build());

        assertThat(copy.getMetadata()).isEqualTo(Map.of("k", "v"));
        assertThat(copy.getGeneration()).isGreaterThan(source.getGeneration());
        assertThat(composed.getContent()).asString().isEqualTo("12");
        assertThat(composed.getMd5()).as("Google has none for a composition").isNull();
        assertThat(served.text("moved")).isEqualTo("2");
        assertThat(served.list()).containsExactly("a", "both", "copy", "moved");
    }

    @Test
    void of_many_that_create_only_at_once_exactly_one_wins() throws Exception {
        int writers = 16;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            for (String name : List.of("plain/name", "no//path", "folder/")) {
                CountDownLatch ready = new CountDownLatch(writers);
                Callable<Boolean> create = () -> {
                    ready.countDown();
                    ready.await();
                    try {
                        served.put(name, Thread.currentThread().getName(), BlobTargetOption.doesNotExist());
                        return true;
                    } catch (StorageException lost) {
                        assertThat(lost.getCode()).isEqualTo(412);
                        return false;
                    }
                };
                int won = 0;
                for (Future<Boolean> result : threads.invokeAll(Collections.nCopies(writers, create))) {
                    won += result.get() ? 1 : 0;
                }
                assertThat(won).as(name).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void readers_see_the_old_object_or_the_new_one_never_a_mixture() throws Exception {
        byte[] ones = "1".repeat(200_000).getBytes();
        byte[] twos = "2".repeat(300_000).getBytes();
        BlobInfo info = BlobInfo.newBuilder(Served.BUCKET, "x").build();
        served.storage.create(info, ones);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<?> writing = threads.submit(() -> {
                for (int i = 0; i < 40; i++) {
                    served.storage.create(info, i % 2 == 0 ? twos : ones);
                }
            });
            while (!writing.isDone()) {
                byte[] read = served.storage.readAllBytes(info.getBlobId());
                assertThat(Arrays.equals(read, ones) || Arrays.equals(read, twos))
                        .as("%d bytes from %d", read.length, read[0])
                        .isTrue();
            }
            writing.get();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void buckets_are_made_once_and_removed_when_empty() {
        served.storage.create(
                BucketInfo.newBuilder("another").setLocation("europe-west1").build());

        assertStatus(409, () -> served.storage.create(BucketInfo.of("another")));
        assertStatus(400, () -> served.storage.create(BucketInfo.of("../../etc")));
        assertThat(served.storage.get("another").getLocation()).isEqualTo("EUROPE-WEST1");
        assertThat(served.storage.list().streamAll().map(BucketInfo::getName)).containsExactly("another", "demo-batch");
        served.put("x", "1");
        assertStatus(409, () -> served.storage.delete(Served.BUCKET));
        assertThat(served.storage.delete("another")).isTrue();
        assertThat(served.storage.get("another")).isNull();
        assertThat(data.resolve("another")).doesNotExist();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void assertStatus(int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StorageException.class, failure -> assertThat(failure.getCode())
                .isEqualTo(status));
    }
}
