package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.ReadChannel;
import com.google.cloud.RestorableState;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.CopyWriter;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import com.google.cloud.storage.Storage.BucketTargetOption;
import com.google.cloud.storage.Storage.ComposeRequest;
import com.google.cloud.storage.Storage.CopyRequest;
import com.google.cloud.storage.StorageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Google's Java client expects of Cloud Storage, through nothing but that client. */
class StorageConformanceTest {
    private static final int CHUNK = 256 * 1024;

    @TempDir
    Path data;

    private Served served;
    private Storage storage;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data);
        storage = served.storage;
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void bucketsAreMadeListedChangedAndDeleted() {
        storage.create(
                BucketInfo.newBuilder("conform-a").setLocation("europe-west3").build());

        assertThat(storage.list().streamAll().map(BucketInfo::getName)).containsExactly("conform-a", Served.BUCKET);
        var bucket = storage.get("conform-a");
        assertThat(bucket.getLocation()).isEqualTo("EUROPE-WEST3");
        var labelled = bucket.toBuilder().setLabels(Map.of("a", "b")).build().update();
        assertThat(labelled.getMetageneration()).isEqualTo(2);
        refused(
                412,
                "conditionNotMet",
                () -> bucket.toBuilder().setLabels(Map.of()).build().update(BucketTargetOption.metagenerationMatch()));
        refused(409, "conflict", () -> storage.create(BucketInfo.of("conform-a")));
        assertThat(storage.delete("conform-a")).isTrue();
        assertThat(storage.delete("conform-a")).isFalse();
        assertThat(storage.get("conform-a")).isNull();
    }

    @Test
    void anObjectHasAllThatItWasMadeWith() {
        Blob made = storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "a/b ü+%.txt")
                        .setContentType("text/plain")
                        .setContentLanguage("de")
                        .setContentDisposition("attachment")
                        .setCacheControl("no-store")
                        .setMetadata(Map.of("key", "wert ß"))
                        .build(),
                "inhalt".getBytes(StandardCharsets.UTF_8));
        Blob read = storage.get(Served.BUCKET, "a/b ü+%.txt");

        assertThat(read).isEqualTo(made);
        assertThat(read.getContentLanguage()).isEqualTo("de");
        assertThat(read.getContentDisposition()).isEqualTo("attachment");
        assertThat(read.getMetadata()).containsExactlyEntriesOf(Map.of("key", "wert ß"));
        assertThat(read.getEtag()).isEqualTo(made.getEtag());
        assertThat(read.getCreateTimeOffsetDateTime()).isEqualTo(read.getUpdateTimeOffsetDateTime());
        assertThat(storage.get(Served.BUCKET, "a/b ü+%.txt", BlobGetOption.fields(BlobField.SIZE))
                        .getSize())
                .isEqualTo(7 - 1);
    }

    @Test
    void checksumsAreVerifiedAndAWrongOneIsRefused() throws Throwable {
        byte[] bytes = "content".getBytes();
        Checksums.Meter meter = new Checksums.Meter();
        meter.update(bytes, 0, bytes.length);
        Checksums right = meter.total();

        BlobInfo.Builder y = BlobInfo.newBuilder(Served.BUCKET, "y");

        announced(BlobInfo.newBuilder(Served.BUCKET, "x").setMd5(right.md5()).setCrc32c(right.crc32c()), bytes);
        refused(400, null, () -> announced(y.setMd5("AAAAAAAAAAAAAAAAAAAAAA==").setCrc32c(right.crc32c()), bytes));
        refused(400, null, () -> announced(y.setMd5(right.md5()).setCrc32c("AAAAAA=="), bytes));
        assertThat(served.list()).containsExactly("x");
    }

    @Test
    void conditionsHoldForEveryOperation() {
        Blob one = served.put("x", "1", BlobTargetOption.doesNotExist());
        BlobId any = BlobId.of(Served.BUCKET, "x");
        long wrong = one.getGeneration() + 1;

        refused(412, "conditionNotMet", () -> served.put("x", "2", BlobTargetOption.doesNotExist()));
        refused(412, "conditionNotMet", () -> served.put("x", "2", BlobTargetOption.generationMatch(wrong)));
        refused(412, "conditionNotMet", () -> storage.delete(any, BlobSourceOption.generationMatch(wrong)));
        refused(412, "conditionNotMet", () -> storage.get(any, BlobGetOption.generationMatch(wrong)));
        refused(412, "conditionNotMet", () -> storage.readAllBytes(any, BlobSourceOption.metagenerationMatch(7)));
        refused(412, "conditionNotMet", () -> storage.copy(CopyRequest.newBuilder()
                        .setSource(any)
                        .setSourceOptions(BlobSourceOption.generationMatch(wrong))
                        .setTarget(BlobId.of(Served.BUCKET, "copy"))
                        .build())
                .getResult());
        refused(304, null, () -> storage.get(any, BlobGetOption.generationNotMatch(one.getGeneration())));
        assertThat(served.list()).containsExactly("x");
        assertThat(storage.delete(any, BlobSourceOption.generationMatch(one.getGeneration())))
                .isTrue();
        assertThat(storage.delete(any)).isFalse();
        refused(404, "notFound", () -> storage.readAllBytes(any));
    }

    @Test
    void aWriterSendsChunksAndItsStateGoesOnElsewhere() throws Exception {
        byte[] bytes = random(5 * CHUNK + 99);
        WriteChannel writer = storage.writer(
                BlobInfo.newBuilder(Served.BUCKET, "x").setContentType("a/b").build(), BlobWriteOption.doesNotExist());
        writer.setChunkSize(CHUNK);
        write(writer, Arrays.copyOf(bytes, 3 * CHUNK));
        RestorableState<WriteChannel> state = writer.capture();
        served.close();
        int port = served.local.port();
        served = Served.on(data, port);
        storage = served.storage;

        try (WriteChannel other = state.restore()) {
            write(other, Arrays.copyOfRange(bytes, 3 * CHUNK, bytes.length));
        }

        assertThat(storage.readAllBytes(Served.BUCKET, "x")).isEqualTo(bytes);
        assertThat(storage.get(Served.BUCKET, "x").getContentType()).isEqualTo("a/b");
    }

    @Test
    void aWriterWhoseConditionFailsIsRefusedAtItsEnd() throws Exception {
        WriteChannel writer =
                storage.writer(BlobInfo.newBuilder(Served.BUCKET, "x").build(), BlobWriteOption.doesNotExist());
        writer.setChunkSize(CHUNK);
        write(writer, random(2 * CHUNK));
        served.put("x", "faster");

        refused(412, null, () -> {
            try {
                writer.close();
            } catch (java.io.IOException e) {
                throw e.getCause();
            }
        });
        assertThat(served.text("x")).isEqualTo("faster");
    }

    @Test
    void aReaderSeeksAndStopsAtItsLimit() throws Exception {
        byte[] bytes = random(700_000);
        storage.create(BlobInfo.newBuilder(Served.BUCKET, "x").build(), bytes);

        try (ReadChannel reader = storage.reader(Served.BUCKET, "x")) {
            reader.setChunkSize(CHUNK);
            reader.seek(100_000);
            reader.limit(600_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Channels.newInputStream(reader).transferTo(out);
            assertThat(out.toByteArray()).isEqualTo(Arrays.copyOfRange(bytes, 100_000, 600_000));
        }
        Path file = data.resolveSibling("down-" + System.nanoTime());
        try {
            storage.get(Served.BUCKET, "x").downloadTo(file);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        } finally {
            Files.deleteIfExists(file);
        }
        try (ReadChannel behind = storage.reader(Served.BUCKET, "x")) {
            behind.seek(700_000);
            assertThat(behind.read(ByteBuffer.allocate(10))).isNegative();
        }
    }

    @Test
    void listsHavePagesDelimitersOffsetsAndGlobs() {
        List<String> names = List.of("a", "b/1", "b/2", "b/c/3", "d/4", "ü", "😀");
        names.forEach(name -> served.put(name, ""));

        assertThat(served.list()).isEqualTo(names);
        assertThat(pages(3)).containsExactly(List.of("a", "b/1", "b/2"), List.of("b/c/3", "d/4", "ü"), List.of("😀"));
        assertThat(served.list(BlobListOption.currentDirectory())).containsExactly("a", "ü", "😀", "b/", "d/");
        assertThat(served.list(BlobListOption.prefix("b/"), BlobListOption.currentDirectory()))
                .containsExactly("b/1", "b/2", "b/c/");
        assertThat(served.list(BlobListOption.startOffset("b/2"), BlobListOption.endOffset("d/5")))
                .containsExactly("b/2", "b/c/3", "d/4");
        assertThat(served.list(BlobListOption.matchGlob("b/*"))).containsExactly("b/1", "b/2");
        assertThat(served.list(BlobListOption.matchGlob("**/[34]"))).containsExactly("b/c/3", "d/4");
    }

    @Test
    void objectsAreCopiedRewrittenAndComposed() {
        storage.create(BucketInfo.of("other-bucket"));
        Blob one = served.put("one", "1");
        served.put("two", "2");

        CopyWriter copy = one.copyTo("other-bucket", "copied");
        assertThat(copy.getResult().getContent()).asString().isEqualTo("1");
        assertThat(copy.isDone()).isTrue();
        assertThat(copy.getResult().getContentType()).isEqualTo("text/plain");
        Blob retyped = storage.copy(CopyRequest.of(
                        one.getBlobId(),
                        BlobInfo.newBuilder(Served.BUCKET, "retyped")
                                .setContentType("x/y")
                                .setMetadata(Map.of("new", "1"))
                                .build()))
                .getResult();
        assertThat(retyped.getContentType()).isEqualTo("x/y");
        Blob composed = storage.compose(ComposeRequest.newBuilder()
                .addSource("one", one.getGeneration())
                .addSource("two", "one")
                .setTarget(BlobInfo.newBuilder(Served.BUCKET, "composed").build())
                .build());
        assertThat(composed.getContent()).asString().isEqualTo("121");
        assertThat(composed.getComponentCount()).isEqualTo(3);
        assertThat(composed.getMd5()).isNull();
        refused(
                404,
                "notFound",
                () -> storage.compose(ComposeRequest.newBuilder()
                        .addSource("one", "nothing")
                        .setTarget(BlobInfo.newBuilder(Served.BUCKET, "no").build())
                        .build()));
    }

    @Test
    void metadataIsMergedAndRemovedByNull() {
        Blob blob = storage.create(
                BlobInfo.newBuilder(Served.BUCKET, "x")
                        .setMetadata(Map.of("a", "1", "b", "2"))
                        .build(),
                new byte[1]);
        Map<String, String> change = new HashMap<>();
        change.put("a", null);
        change.put("c", "3");
        Blob changed = blob.toBuilder().setMetadata(change).build().update();

        assertThat(changed.getMetadata()).isEqualTo(Map.of("b", "2", "c", "3"));
        assertThat(changed.getMetageneration()).isEqualTo(2);
        assertThat(changed.getGeneration()).isEqualTo(blob.getGeneration());
        assertThat(changed.getEtag()).isNotEqualTo(blob.getEtag());
        Blob none = changed.toBuilder().setMetadata(null).build().update();
        assertThat(none.getMetadata()).isNull();
    }

    @Test
    void manyCallsGoInOneBatch() {
        for (int i = 0; i < 150; i++) {
            served.put("many/" + i, "");
        }
        List<BlobId> ids = new ArrayList<>(
                storage.list(Served.BUCKET).streamAll().map(Blob::getBlobId).toList());
        ids.add(BlobId.of(Served.BUCKET, "nothing"));

        assertThat(storage.get(ids)).hasSize(151).last().isNull();
        List<Boolean> deleted = storage.delete(ids);
        assertThat(deleted.subList(0, 150)).containsOnly(true);
        assertThat(deleted.get(150)).isFalse();
        assertThat(served.list()).isEmpty();
    }

    @Test
    void errorsHaveGooglesCodesAndReasons() {
        refused(
                404,
                "notFound",
                () -> storage.create(BlobInfo.newBuilder("no-such-bucket", "x").build(), new byte[1]));
        refused(404, "notFound", () -> storage.list("no-such-bucket"));
        refused(404, "notFound", () -> storage.readAllBytes(Served.BUCKET, "nothing"));
        refused(400, "invalid", () -> storage.create(BucketInfo.of("Not A Name")));
        served.put("x", "1");
        refused(409, "conflict", () -> storage.delete(Served.BUCKET));
        refused(400, "invalid", () -> served.put("line\nfeed", ""));
    }

    private List<List<String>> pages(int size) {
        List<List<String>> pages = new ArrayList<>();
        for (var page = storage.list(Served.BUCKET, BlobListOption.pageSize(size));
                page != null;
                page = page.getNextPage()) {
            pages.add(page.streamValues().map(Blob::getName).toList());
        }
        return pages;
    }

    /** @param reason null where the client keeps it to itself: the end of a chunked upload, and a 304 */
    private static void refused(int code, String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.getCode()).isEqualTo(code);
            if (reason != null) {
                assertThat(e.getReason()).isEqualTo(reason);
            }
        });
    }

    /** Written with the checksums announced at the start. */
    private void announced(BlobInfo.Builder object, byte[] bytes) throws Throwable {
        try (WriteChannel writer =
                storage.writer(object.build(), BlobWriteOption.md5Match(), BlobWriteOption.crc32cMatch())) {
            write(writer, bytes);
        } catch (java.io.IOException e) {
            throw e.getCause();
        }
    }

    private static void write(WriteChannel writer, byte[] bytes) throws java.io.IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            writer.write(buffer);
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
