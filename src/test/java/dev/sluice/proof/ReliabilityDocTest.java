package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page says was measured is what was recorded. */
class ReliabilityDocTest {
    @ParameterizedTest
    @ValueSource(strings = {"crash", "halt", "simulation", "storm", "burst", "kill"})
    void everyPartOfThePageIsWhatItsHarnessRecordedLast(String name) throws IOException {
        String page = Files.readString(Figures.PAGE);

        assertThat(Figures.replaced(page, name, Figures.last(name))).isEqualTo(page);
        assertThat(Figures.last(name)).isNotBlank();
    }
}
