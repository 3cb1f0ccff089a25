package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage.BlobListOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageListTest {
    @TempDir
    Path data;

    private Served served;

    @BeforeEach
    void start() throws Exception {
        served = Served.on(data);
        for (String name : List.of("a-b", "a/1", "a/2/x", "a/2/y", "a/", "a//z", "a0", "b", "\uFFFD", "😀")) {
            served.put(name, name);
        }
    }

    @AfterEach
    void stop() throws Exception {
        served.close();
    }

    @Test
    void names_come_in_the_order_of_their_bytes() {
        assertThat(served.list())
                .containsExactly("a-b", "a/", "a//z", "a/1", "a/2/x", "a/2/y", "a0", "b", "\uFFFD", "😀");
    }

    @Test
    void pages_of_any_size_give_the_same_list() {
        for (int size = 1; size <= 11; size++) {
            List<String> names = new ArrayList<>();
            Page<Blob> page = served.storage.list(Served.BUCKET, BlobListOption.pageSize(size));
            for (; page != null; page = page.getNextPage()) {
                List<Blob> blobs = new ArrayList<>();
                page.getValues().forEach(blobs::add);
                assertThat(blobs).hasSizeLessThanOrEqualTo(size);
                blobs.forEach(blob -> names.add(blob.getName()));
            }
            assertThat(names).isEqualTo(served.list());
        }
    }

    @Test
    void a_delimiter_rolls_up_what_lies_deeper_on_pages_of_any_size() {
        for (int size = 1; size <= 8; size++) {
            BlobListOption pages = BlobListOption.pageSize(size);
            assertThat(served.list(BlobListOption.currentDirectory(), pages))
                    .containsExactlyInAnyOrder("a-b", "a/", "a0", "b", "\uFFFD", "😀");
            assertThat(served.list(BlobListOption.currentDirectory(), BlobListOption.prefix("a/"), pages))
                    .containsExactlyInAnyOrder("a/", "a//", "a/1", "a/2/");
        }
    }

    @Test
    void a_placeholder_is_an_item_too_when_asked_for() {
        assertThat(served.list(BlobListOption.currentDirectory(), BlobListOption.includeTrailingDelimiter()))
                .containsExactlyInAnyOrder("a-b", "a/", "a/", "a0", "b", "\uFFFD", "😀");
    }

    @Test
    void offsets_and_prefixes_bound_the_list() {
        assertThat(served.list(BlobListOption.startOffset("a/1"), BlobListOption.endOffset("a0")))
                .containsExactly("a/1", "a/2/x", "a/2/y");
        assertThat(served.list(BlobListOption.prefix("a/2"))).containsExactly("a/2/x", "a/2/y");
        assertThat(served.list(BlobListOption.prefix("a/2/x/"))).isEmpty();
        assertThat(served.list(BlobListOption.prefix("a//"))).containsExactly("a//z");
        assertThat(served.list(BlobListOption.prefix("../"))).isEmpty();
    }

    @Test
    void a_glob_filters_the_names_and_only_two_stars_cross_a_slash() {
        assertThat(served.list(BlobListOption.matchGlob("a/*"))).containsExactly("a/", "a/1");
        assertThat(served.list(BlobListOption.matchGlob("**/[xy]"))).containsExactly("a/2/x", "a/2/y");
        assertThat(served.list(BlobListOption.matchGlob("{b,a?}"))).containsExactly("a0", "b");
        assertThat(served.list(BlobListOption.matchGlob("a/**")))
                .containsExactly("a/", "a//z", "a/1", "a/2/x", "a/2/y");
    }
}
