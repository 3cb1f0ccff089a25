package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the local cloud out of what is deployed; {@code src/test/production-jar.sh} looks at the built jar itself. */
class ProductionBuildTest {
    private static final Path DEPLOYED = Path.of("src/main");

    @Test
    void theLocalCloudsClassesAreInItsOwnSourceRoot() {
        assertThat(DEPLOYED.resolve("java/dev/sluice/local")).doesNotExist();
        assertThat(Path.of("src/local/java/dev/sluice/local")).isDirectory();
    }

    @Test
    void noDeployedResourceNamesTheLocalCloud() throws IOException {
        assertThat(files(DEPLOYED.resolve("resources"))).isNotEmpty().allSatisfy(file -> {
            assertThat(file.getFileName().toString()).isNotEqualTo("local.yaml");
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain("dev.sluice.local", "emulator-host=", "host-override=");
        });
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
