package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.WriteChannel;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/**
 * 200 uploads (in one request and in chunks, a third of them overwriting, some deleted again) by eight threads, and the ledger
 * of what was acknowledged and what was on its way for each name.
 */
final class UploadStorm {
    static final String BUCKET = "kill-demo";
    private static final int UPLOADS = 200;
    private static final int NAMES = 130;
    private static final int BREAK_AT = 90;
    private static final Optional<byte[]> DELETED = Optional.empty();

    private final Map<String, Name> names = new LinkedHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();

    /** One name's changes, of which a thread makes one after the other. */
    private static final class Name {
        final List<Optional<byte[]>> changes = new ArrayList<>();
        int done;
        boolean onItsWay;
    }

    UploadStorm(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < UPLOADS; i++) {
            byte[] bytes = new byte[random.nextInt(4) == 0 ? 600_000 + random.nextInt(100_000) : random.nextInt(5_000)];
            random.nextBytes(bytes);
            Name name = names.computeIfAbsent(i % 5 == 0 ? "side//" + i % NAMES : "d/" + i % NAMES, n -> new Name());
            name.changes.add(Optional.of(bytes));
            if (random.nextInt(8) == 0) {
                name.changes.add(DELETED);
            }
        }
    }

    /** Pulls the plug in the middle; what was not acknowledged by then is on its way, or not begun. */
    void untilItBreaks(Storage storage, Runnable plug) throws Exception {
        int broken = work(storage, plug);
        assertThat(broken).as("threads that were interrupted").isPositive();
        assertThat(acknowledged.get()).isGreaterThanOrEqualTo(BREAK_AT);
    }

    /** Makes all changes that are left, those on their way again. */
    void untilDone(Storage storage) throws Exception {
        assertThat(work(storage, () -> {})).isZero();
        assertThat(acknowledged.get()).isGreaterThanOrEqualTo(UPLOADS);
    }

    private int work(Storage storage, Runnable plug) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            names.forEach((text, name) -> work.add(() -> works(storage, text, name, plug)));
            int broken = 0;
            for (Future<Boolean> each : threads.invokeAll(work)) {
                broken += each.get() ? 0 : 1;
            }
            return broken;
        } finally {
            threads.shutdownNow();
        }
    }

    private boolean works(Storage storage, String text, Name name, Runnable plug) {
        try {
            while (name.done < name.changes.size()) {
                name.onItsWay = true;
                change(storage, text, name.changes.get(name.done));
                name.onItsWay = false;
                name.done++;
                if (acknowledged.incrementAndGet() == BREAK_AT) {
                    plug.run();
                }
            }
            return true;
        } catch (StorageException | IOException e) {
            return false;
        }
    }

    private static void change(Storage storage, String name, Optional<byte[]> to) throws IOException {
        if (to.isEmpty()) {
            storage.delete(BlobId.of(BUCKET, name));
        } else if (to.get().length < 600_000) {
            storage.create(BlobInfo.newBuilder(BUCKET, name).build(), to.get());
        } else {
            try (WriteChannel chunks =
                    storage.writer(BlobInfo.newBuilder(BUCKET, name).build())) {
                chunks.setChunkSize(256 * 1024);
                ByteBuffer bytes = ByteBuffer.wrap(to.get());
                while (bytes.hasRemaining()) {
                    chunks.write(bytes);
                }
            }
        }
    }

    /** Each name has its last acknowledged content, or that of the change on its way; there is nothing else. */
    void assertAllThere(Map<String, String> contents) {
        names.forEach((text, name) -> {
            Set<Optional<String>> allowed = new HashSet<>();
            allowed.add(name.done == 0 ? Optional.empty() : checksum(name.changes.get(name.done - 1)));
            if (name.onItsWay) {
                allowed.add(checksum(name.changes.get(name.done)));
            }
            assertThat(allowed).as(text).contains(Optional.ofNullable(contents.get(text)));
        });
        assertThat(names.keySet()).containsAll(contents.keySet());
    }

    private static Optional<String> checksum(Optional<byte[]> bytes) {
        return bytes.map(UploadStorm::crc32c);
    }

    /** As the JSON API writes it. */
    static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
