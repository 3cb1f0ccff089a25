package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each folder below {@code broken} is a catalog, and beside it stands every problem it must be told. */
class BrokenCatalogTest {
    private static final Path BROKEN = Path.of("src/test/resources/catalog/broken");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(BROKEN)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyProblemIsToldAtOnceWithItsPlace(Path example) throws IOException {
        Golden.matches(
                example.resolve("expected.txt"),
                problems(example).stream().map(Problem::toString).collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void aTemplateWithFourMistakesHasFourProblems() {
        List<Problem> problems = problems(BROKEN.resolve("four-mistakes"));

        assertThat(problems).extracting(Problem::line).containsExactly(4, 6, 7, 8);
        assertThat(problems)
                .extracting(problem -> problem.file().toString())
                .containsOnly("shop/templates/broken.yaml");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aSecretIsNeverPartOfAMessage(Path example) {
        assertThat(problems(example)).noneMatch(problem -> problem.message().contains("hunter2"));
    }

    static List<Problem> problems(Path example) {
        return assertThatExceptionOfType(CatalogException.class)
                .isThrownBy(() -> new CatalogFolder().load(example.resolve("catalog")))
                .actual()
                .problems();
    }
}
