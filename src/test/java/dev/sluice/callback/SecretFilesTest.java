package dev.sluice.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.TestConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesTest {
    @TempDir
    Path folder;

    private Path dir;
    private SecretFiles files;

    @BeforeEach
    void aFolderOfSecrets() throws IOException {
        dir = Files.createDirectory(folder.resolve("secrets"));
        files = new SecretFiles(TestConfig.with(folder, Map.of("sluice.secrets-dir", dir.toString())));
    }

    @Test
    void aSecretIsItsFileWithoutWhiteSpaceAroundIt() throws Exception {
        Files.writeString(dir.resolve("BATCH_JOB_KEY"), "hunter2\r\n");

        assertThat(files.read("BATCH_JOB_KEY").bearer()).isEqualTo("Bearer hunter2");
    }

    @Test
    void aSecretMayLieInAFolderOfItsOwn() throws Exception {
        Files.createDirectory(dir.resolve("BATCH_JOB_KEY"));
        Files.writeString(dir.resolve("BATCH_JOB_KEY/BATCH_JOB_KEY"), "hunter2");

        assertThat(files.read("BATCH_JOB_KEY").bearer()).isEqualTo("Bearer hunter2");
    }

    @Test
    void aNewVersionCountsAtOnce() throws Exception {
        Files.writeString(dir.resolve("KEY"), "old");
        files.read("KEY");
        Files.writeString(dir.resolve("KEY"), "new");

        assertThat(files.read("KEY").bearer()).isEqualTo("Bearer new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/b", "..", ".", "", "a.b", "ä", "a\0b", "a\nb", "/etc/hostname"})
    void aNameThatIsNoneIsRefused(String name) throws IOException {
        Files.writeString(folder.resolve("outside"), "hunter2");

        assertThatThrownBy(() -> files.read(name))
                .isInstanceOf(SecretFiles.Unusable.class)
                .hasMessageContaining("[A-Za-z0-9_-]{1,64}");
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThatThrownBy(() -> files.read("a".repeat(65))).hasMessageContaining("{1,64}");
        assertThatThrownBy(() -> files.read("a".repeat(64))).hasMessageContaining("there is no secret");
    }

    @Test
    void whatIsMissingIsNamedWithItsSetting() {
        assertThatThrownBy(() -> files.read("KEY"))
                .hasMessage("there is no secret KEY: expected its file KEY in sluice.secrets-dir");
        assertThatThrownBy(() -> new SecretFiles(TestConfig.with(folder)).read("KEY"))
                .hasMessage("sluice.secrets-dir is not set: expected a folder with the secret in a file KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2\nX-Other: 1", "hunter2 two", "hünter2", "hunter2\0", "\n", ""})
    void whatNoHeaderCanHoldIsRefusedWithoutShowingIt(String content) throws IOException {
        Files.writeString(dir.resolve("KEY"), content);

        assertThatThrownBy(() -> files.read("KEY"))
                .isInstanceOf(SecretFiles.Unusable.class)
                .hasMessageContaining("the secret KEY in sluice.secrets-dir")
                .message()
                .doesNotContain("unter2");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        Files.writeString(dir.resolve("KEY"), "x".repeat(8193));

        assertThatThrownBy(() -> files.read("KEY")).hasMessageContaining("larger than 8192 bytes");
    }
}
