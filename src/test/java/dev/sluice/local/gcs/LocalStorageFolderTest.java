package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageFolderTest {
    @TempDir
    Path root;

    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(root.resolve("data"));
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void a_mount_shows_the_objects_below_its_prefix_as_files() {
        served.put("p/acme/inputs/letters.txt", "abc");

        assertThat(served.local.folder(Served.BUCKET, "p/acme/").resolve("inputs/letters.txt"))
                .hasContent("abc");
        assertThat(served.local.folder(Served.BUCKET, "")).isDirectoryContaining("glob:**/p");
        assertThatThrownBy(() -> served.local.folder(Served.BUCKET, "p/../../x/"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_a_job_writes_through_a_mount_is_an_object() throws Exception {
        Path mount = served.local.folder(Served.BUCKET, "p/acme/");
        Files.createDirectories(mount.resolve("outputs/r1"));
        Files.writeString(mount.resolve("outputs/r1/result.txt"), "ABC");

        assertThat(served.list(BlobListOption.currentDirectory(), BlobListOption.prefix("p/acme/outputs/")))
                .containsExactly("p/acme/outputs/r1/");
        Blob blob = served.storage.get(Served.BUCKET, "p/acme/outputs/r1/result.txt");
        assertThat(blob.getContent()).asString().isEqualTo("ABC");
        assertThat(blob.getMd5()).isEqualTo("kC+90rHfDE9wtKXSNSXpMg==");
        assertThat(blob.getContentType()).isEqualTo("text/plain");
        assertThat(blob.getGeneration()).isPositive();
        assertThat(served.storage.get(blob.getBlobId()).getGeneration()).isEqualTo(blob.getGeneration());
    }

    @Test
    void a_file_changed_from_outside_is_a_new_generation_and_a_removed_one_is_gone() throws Exception {
        Blob first = served.put("x.txt", "1");
        Path file = served.local.folder(Served.BUCKET, "").resolve("x.txt");

        Files.writeString(file, "2");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-11-21T07:30:12Z")));
        Blob second = served.storage.get(Served.BUCKET, "x.txt");
        assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
        assertThat(second.getContent()).asString().isEqualTo("2");

        Files.delete(file);
        assertThat(served.storage.get(Served.BUCKET, "x.txt")).isNull();
        assertThat(served.list()).isEmpty();
        assertThat(served.put("x.txt", "3", BlobTargetOption.doesNotExist()).getGeneration())
                .isGreaterThan(second.getGeneration());
    }

    @Test
    void a_link_leads_nowhere_whether_at_the_end_or_on_the_way() throws Exception {
        Path outside = Files.createDirectories(root.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Path mount = served.local.folder(Served.BUCKET, "");
        Files.createSymbolicLink(mount.resolve("way"), outside);
        Files.createSymbolicLink(mount.resolve("end.txt"), outside.resolve("secret.txt"));

        assertThat(served.list()).isEmpty();
        assertThat(served.storage.get(Served.BUCKET, "way/secret.txt")).isNull();
        assertThat(served.storage.get(Served.BUCKET, "end.txt")).isNull();
        served.put("way/secret.txt", "mine");
        served.put("way/new/deep.txt", "mine");
        served.put("end.txt", "mine");
        assertThat(served.text("way/secret.txt")).isEqualTo("mine");
        assertThat(served.text("end.txt")).isEqualTo("mine");
        assertThat(served.storage.delete(Served.BUCKET, "way/secret.txt")).isTrue();
        assertThat(outside).isDirectoryNotContaining("glob:**/new");
        assertThat(outside.resolve("secret.txt")).hasContent("secret");
    }

    @Test
    void a_name_can_be_an_object_and_a_folder_at_once() {
        served.put("a", "file");
        served.put("a/b", "below");
        served.put("c/d", "below");
        served.put("c", "file");

        assertThat(served.list()).containsExactly("a", "a/b", "c", "c/d");
        assertThat(served.text("a")).isEqualTo("file");
        assertThat(served.text("a/b")).isEqualTo("below");
        assertThat(served.text("c")).isEqualTo("file");
        assertThat(served.text("c/d")).isEqualTo("below");
    }

    @Test
    void names_that_get_in_each_others_way_never_lose_an_object() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        System.out.println("seed: -Dsluice.seed=" + seed);
        List<String> names = List.of("a", "a/b", "a/b/c", "a/d", "a/d/e/f", "a/");
        ExecutorService threads = Executors.newFixedThreadPool(names.size());
        try {
            List<Future<String>> kept = new ArrayList<>();
            for (String name : names) {
                Random random = new Random(seed + name.hashCode());
                kept.add(threads.submit(() -> {
                    for (int i = 0; i < 150; i++) {
                        String text = name + " " + i;
                        served.put(name, text);
                        assertThat(served.text(name)).isEqualTo(text);
                        if (random.nextInt(3) > 0) {
                            assertThat(served.storage.delete(Served.BUCKET, name))
                                    .as(text)
                                    .isTrue();
                        }
                    }
                    return served.put(name, "last of " + name).getName();
                }));
            }
            for (Future<String> name : kept) {
                assertThat(served.text(name.get())).isEqualTo("last of " + name.get());
            }
            assertThat(served.list()).containsExactlyInAnyOrderElementsOf(names);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_mounted_folder_stays_when_its_last_object_goes() {
        Path mount = served.local.folder(Served.BUCKET, "p/acme/");
        served.put("p/acme/inputs/x", "1").delete();

        assertThat(mount).isEmptyDirectory();
    }

    @Test
    void a_restart_shows_the_same_objects_with_the_same_generations() throws Exception {
        Blob plain = served.put("a/b", "1");
        Blob side = served.put("a//b", "2");
        Blob patched = side.toBuilder().setContentType("x/y").build().update();
        served.close();

        served = Served.on(root.resolve("data"));
        assertThat(served.list()).containsExactly("a//b", "a/b");
        assertThat(served.storage.get(BlobId.of(Served.BUCKET, "a/b")).getGeneration())
                .isEqualTo(plain.getGeneration());
        Blob again = served.storage.get(BlobId.of(Served.BUCKET, "a//b"));
        assertThat(again.getGeneration()).isEqualTo(side.getGeneration());
        assertThat(again.getMetageneration()).isEqualTo(patched.getMetageneration());
        assertThat(again.getContentType()).isEqualTo("x/y");
        assertThat(again.getContent()).asString().isEqualTo("2");
    }

    @Test
    void generations_grow_over_a_restart_even_when_the_clock_goes_back() throws Exception {
        long last = served.put("x", "1").getGeneration();
        served.storage.delete(Served.BUCKET, "x");
        served.close();

        served = Served.on(root.resolve("data"), LocalClock.standing(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(served.put("x", "2").getGeneration()).isGreaterThan(last);
    }

    @Test
    void a_folder_in_use_is_not_served_twice() {
        assertThatThrownBy(() -> Served.on(root.resolve("data"))).hasMessageContaining("in use");
    }

    @Test
    void a_start_that_failed_for_its_port_leaves_the_folder_free() throws Exception {
        Path other = root.resolve("other");
        assertThatThrownBy(() -> LocalStorage.start(
                        new LocalStorage.Options(other, served.local.port(), LocalClock.running(), Faults.none())))
                .isInstanceOf(BindException.class);

        Served.on(other).close();
    }
}
