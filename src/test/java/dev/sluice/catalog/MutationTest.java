package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the files, a load answers with a catalog or with problems that have a file and a line. */
class MutationTest {
    private static final int CASES = 2_000;
    private static final List<Path> EXAMPLES =
            List.of(Path.of("src/test/resources/catalog/design"), Path.of("src/test/resources/catalog/raw"));
    private static final List<String> SNIPPETS = List.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ": ",
            "\n",
            "\t",
            "  ",
            "- ",
            "\"",
            "'",
            "&a ",
            "*a",
            "!!binary ",
            "!x ",
            "|\n",
            ">\n",
            "?",
            "#",
            "---\n",
            "...\n",
            "%YAML 9\n",
            "<<: ",
            "null",
            "true",
            "no",
            "~",
            "1e999999999",
            ".inf",
            "-1",
            "0x1F",
            "9".repeat(400),
            "\0",
            "\uFEFF",
            "\uD800",
            "é",
            "{input.path}",
            "{params.x}",
            "{{",
            "}}",
            ",",
            "\\",
            "\\ud800",
            "[".repeat(100),
            "$ref: \"#\"",
            "pattern: \"(\"",
            "1_0",
            "@",
            "`",
            "%",
            "\r",
            "\u0085");

    @TempDir
    Path root;

    private final CatalogFolder loader = new CatalogFolder();

    @Test
    void noFileMakesTheLoaderThrowAnythingButProblems() throws IOException {
        Random random = Seed.random();
        int broken = 0;
        for (Path example : EXAMPLES) {
            Map<Path, byte[]> files = copy(example, root.resolve(example.getFileName()));
            List<Path> names = files.keySet().stream().sorted().toList();
            for (int i = 0; i < CASES / EXAMPLES.size(); i++) {
                Path file = names.get(random.nextInt(names.size()));
                byte[] mutated = mutate(files.get(file), random);
                Files.write(file, mutated);
                broken += problems(root.resolve(example.getFileName()), new String(mutated, StandardCharsets.UTF_8));
                Files.write(file, files.get(file));
            }
        }
        System.out.println(broken + " of " + CASES + " mutations were told");
        assertThat(broken).isGreaterThan(CASES / 4);
    }

    private int problems(Path folder, String mutated) {
        try {
            loader.load(folder);
            return 0;
        } catch (CatalogException e) {
            assertThat(e.problems()).as(mutated).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.line()).isPositive();
                assertThat(problem.column()).isPositive();
                assertThat(problem.message()).isNotBlank().doesNotContain("\n");
                assertThat(folder.resolve(problem.file())).exists();
            });
            return 1;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("the loader threw for:\n" + mutated, e);
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        StringBuilder text = new StringBuilder(new String(original, StandardCharsets.UTF_8));
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.replace(at, end, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
                case 3 -> text.insert(at, (char) random.nextInt(0x300));
                default -> text.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static Map<Path, byte[]> copy(Path from, Path to) throws IOException {
        Map<Path, byte[]> files = new HashMap<>();
        try (Stream<Path> found = Files.walk(from)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                files.put(target, Files.readAllBytes(file));
            }
        }
        return files;
    }
}
