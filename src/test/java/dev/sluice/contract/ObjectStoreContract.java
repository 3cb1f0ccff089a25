package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} promises; run on the twin and on the local cloud. */
public abstract class ObjectStoreContract {
    protected abstract ObjectStore store();

    /** A bucket that is there, and that nobody else writes to during a test. */
    protected abstract String bucket();

    @Test
    void whatIsWrittenIsRead() {
        StoredObject written = write("a/b.txt", "hello", Condition.none()).orElseThrow();

        assertThat(store().read(name("a/b.txt"))).hasValueSatisfying(read -> {
            assertThat(new String(read.bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
            assertThat(read.object()).isEqualTo(written);
        });
        assertThat(store().stat(name("a/b.txt"))).contains(written);
        assertThat(written.size()).isEqualTo(5);
        assertThat(written.crc32c()).isEqualTo("mnG7TA==");
        assertThat(written.generation()).isPositive();
        assertThat(written.metadata()).containsExactly(Map.entry("state", "QUEUED"));
    }

    @Test
    void whatIsNotThereIsEmpty() {
        assertThat(store().stat(name("none"))).isEmpty();
        assertThat(store().read(name("none"))).isEmpty();
    }

    @Test
    void createOnlyMeetsWhatIsThere() {
        assertThat(write("once", "1", Condition.absent())).isPresent();
        assertThat(write("once", "2", Condition.absent())).isEmpty();
        assertThat(text("once")).isEqualTo("1");
    }

    @Test
    void aWriteOnAGenerationThatIsNoLongerThereDoesNothing() {
        long first = write("n", "1", Condition.none()).orElseThrow().generation();
        long second = write("n", "2", Condition.generation(first)).orElseThrow().generation();

        assertThat(write("n", "3", Condition.generation(first))).isEmpty();
        assertThat(second).isGreaterThan(first);
        assertThat(text("n")).isEqualTo("2");
    }

    @Test
    void aWriteOnAGenerationOfWhatIsNotThereDoesNothing() {
        assertThat(write("gone", "1", Condition.generation(17))).isEmpty();
        assertThat(store().stat(name("gone"))).isEmpty();
    }

    @Test
    void ofManyThatCreateAtOnceOneDoes() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Optional<StoredObject>>> writes = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String text = Integer.toString(i);
                writes.add(() -> write("race", text, Condition.absent()));
            }
            int created = 0;
            for (Future<Optional<StoredObject>> each : many.invokeAll(writes)) {
                created += each.get().isPresent() ? 1 : 0;
            }
            assertThat(created).isEqualTo(1);
        } finally {
            many.shutdown();
        }
    }

    @Test
    void deletingTwiceDeletesOnce() {
        write("gone", "1", Condition.none());
        store().delete(name("gone"));
        store().delete(name("gone"));
        assertThat(store().stat(name("gone"))).isEmpty();
    }

    @Test
    void anEmptyObjectIsAnObject() {
        store().write(name("empty"), ObjectContent.empty(), Condition.absent());
        assertThat(store().stat(name("empty")))
                .hasValueSatisfying(empty -> assertThat(empty.size()).isZero());
    }

    @Test
    void aListHasWhatBeginsWithThePrefixInTheOrderOfUtf8() {
        for (String each : List.of("l/b", "l/a", "l/ä", "l/\uD83D\uDE00", "l/\uFF5E", "m/a")) {
            write(each, each, Condition.none());
        }
        assertThat(store().list(bucket(), "l/"))
                .extracting(object -> object.name().name())
                .containsExactly("l/a", "l/b", "l/ä", "l/\uFF5E", "l/\uD83D\uDE00");
        assertThat(store().list(bucket(), "l/"))
                .allSatisfy(object -> assertThat(object.metadata()).containsEntry("state", "QUEUED"));
        assertThat(store().list(bucket(), "none/")).isEmpty();
    }

    @Test
    void aLongListComesWhole() {
        for (int i = 0; i < 1005; i++) {
            write("long/%04d".formatted(i), "", Condition.none());
        }
        assertThat(store().list(bucket(), "long/")).hasSize(1005);
    }

    @Test
    void namesAreKeptByteForByte() {
        List<String> names = List.of(
                "x/../y",
                "x//y",
                "--help",
                "$(id)",
                "a\"b'c",
                "two\tcells",
                "e\u0301",
                "\u00E9",
                "100%25 +plus",
                "ü".repeat(500));
        for (String each : names) {
            write(each, each, Condition.absent());
        }
        for (String each : names) {
            assertThat(store().stat(name(each))).as(each).isPresent();
            assertThat(text(each)).isEqualTo(each);
        }
    }

    private Optional<StoredObject> write(String name, String text, Condition condition) {
        ObjectContent content =
                new ObjectContent(text.getBytes(StandardCharsets.UTF_8), "text/plain", Map.of("state", "QUEUED"));
        return store().write(name(name), content, condition);
    }

    private String text(String name) {
        return new String(store().read(name(name)).orElseThrow().bytes(), StandardCharsets.UTF_8);
    }

    private ObjectName name(String name) {
        return new ObjectName(bucket(), name);
    }
}
