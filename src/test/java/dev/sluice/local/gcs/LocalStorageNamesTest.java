package dev.sluice.local.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.StorageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageNamesTest {
    private static final List<String> HOSTILE = List.of(
            "../../etc/passwd",
            "/absolute",
            "a//b",
            "//",
            "/",
            "x/",
            "a",
            "a/b",
            "a/b/c",
            "a/./b",
            "./x",
            "\0",
            "a\0b",
            "two\tcells",
            "line\u2028separator",
            "\"quoted\"",
            "it's",
            "$(touch owned)",
            "`id`",
            "--help",
            "-rf",
            "100%",
            "%2F",
            "%00",
            "a+b",
            "a b",
            " ",
            "#?&=;",
            "*?[x]",
            "\\",
            "C:\\x",
            "~",
            "é",
            "e\u0301",
            "😀",
            "\uFFFF",
            "\uFEFFbom",
            "\u202Eright",
            "CON",
            "x".repeat(1024),
            "x".repeat(255),
            "x".repeat(256),
            "é".repeat(512),
            "d/".repeat(512),
            ".sluice",
            ".sluice/gcs/x",
            "../.sluice/gcs/.generation");
    private static final List<String> PIECES = List.of(
            "a",
            "B",
            "..",
            ".",
            "/",
            "//",
            "\"",
            "'",
            "\u000B",
            "\u2028",
            "\0",
            "$(x)",
            "--",
            "%",
            "%41",
            "+",
            " ",
            "é",
            "e\u0301",
            "😀",
            "ß",
            "\u0000",
            "?",
            "#",
            "&",
            "*",
            "\\",
            "日本",
            "\t",
            "~",
            "x".repeat(200));

    @TempDir
    Path root;

    @Test
    void every_legal_name_comes_back_byte_for_byte_and_nothing_lands_outside() throws Exception {
        long seed = Long.getLong("sluice.seed", System.nanoTime());
        System.out.println("seed: -Dsluice.seed=" + seed);
        Set<String> names = names(new Random(seed));
        Path data = Files.createDirectories(root.resolve("data"));

        try (Served served = Served.on(data)) {
            for (String name : names) {
                assertThat(served.put(name, "of " + name).getName()).isEqualTo(name);
            }
            for (String name : names) {
                assertThat(served.text(name)).isEqualTo("of " + name);
            }
            assertThat(served.list()).isEqualTo(sorted(names));
            assertThat(everythingIn(root))
                    .allMatch(path -> path.equals(root.resolve("data/demo-batch"))
                            || path.startsWith(root.resolve("data/demo-batch"))
                            || path.startsWith(root.resolve("data/.sluice"))
                            || root.resolve("data/.sluice").startsWith(path));
        }
        try (Served again = Served.on(data)) {
            assertThat(again.list()).isEqualTo(sorted(names));
            List<String> shuffled = new ArrayList<>(names);
            Collections.shuffle(shuffled, new Random(seed));
            for (String name : shuffled) {
                assertThat(again.text(name)).isEqualTo("of " + name);
                assertThat(again.storage.delete(Served.BUCKET, name)).as(name).isTrue();
            }
            assertThat(again.list()).isEmpty();
            assertThat(data.resolve("demo-batch")).isEmptyDirectory();
        }
    }

    @Test
    void composed_and_decomposed_letters_are_two_objects() throws Exception {
        String composed = "caf\u00e9";
        String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
        try (Served served = Served.on(root)) {
            served.put(composed, "NFC");
            served.put(decomposed, "NFD");

            assertThat(served.text(composed)).isEqualTo("NFC");
            assertThat(served.text(decomposed)).isEqualTo("NFD");
        }
    }

    @Test
    void a_name_of_more_than_1024_bytes_is_refused() throws Exception {
        try (Served served = Served.on(root)) {
            assertThatThrownBy(() -> served.put("é".repeat(512) + "x", ""))
                    .isInstanceOfSatisfying(StorageException.class, failure -> assertThat(failure.getCode())
                            .isEqualTo(400));
        }
    }

    @Test
    void names_that_google_forbids_are_refused_with_what_is_wrong() throws Exception {
        try (Served served = Served.on(root)) {
            Map.of(
                            "new\nline", "Disallowed unicode characters present in object name",
                            "carriage\rreturn", "Disallowed unicode characters present in object name",
                            ".", "cannot be named '.' or '..'",
                            "..", "cannot be named '.' or '..'",
                            ".well-known/acme-challenge/x", "cannot start with '.well-known/acme-challenge/'")
                    .forEach((name, words) -> assertThatThrownBy(() -> served.put(name, ""))
                            .as(name)
                            .hasMessageContaining(words)
                            .isInstanceOfSatisfying(StorageException.class, failure -> assertThat(failure.getCode())
                                    .isEqualTo(400)));
            assertThat(served.list()).isEmpty();
        }
    }

    @Test
    void names_beyond_ascii_keep_clear_of_the_folder_when_this_java_cannot_write_them() throws IOException {
        BucketFolder folder = new BucketFolder(root.toRealPath(), StandardCharsets.ISO_8859_1);

        assertThat(folder.path("plain/name")).isPresent();
        assertThat(folder.path("é")).isEmpty();
    }

    private static Set<String> names(Random random) {
        Set<String> names = new LinkedHashSet<>(HOSTILE);
        while (names.size() < 400) {
            StringBuilder name = new StringBuilder();
            for (int pieces = 1 + random.nextInt(8); pieces > 0; pieces--) {
                name.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            if (ObjectName.isLegal(name.toString())) {
                names.add(name.toString());
            }
        }
        return names;
    }

    private static List<String> sorted(Set<String> names) {
        Comparator<String> byBytes = (a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
        return names.stream().sorted(byBytes).toList();
    }

    private static List<Path> everythingIn(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> !path.equals(folder)).toList();
        }
    }
}
