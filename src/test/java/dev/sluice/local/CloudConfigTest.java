package dev.sluice.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.fault.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudConfigTest {
    @TempDir
    Path folder;

    @Test
    void everythingCanBeSaid() throws IOException {
        CloudConfig config = read(
                """
                images:
                  example.com/job: images/job
                delays: { scheduled: 500ms, running: 2m }
                fleet:
                  zones: { europe-west1-b: 2 }
                  quotas: { europe-west1: { CPUS: 24 } }
                waits: { longest: 30s }
                notices: { skipped: 0.5, cancelled: false }
                seed: 7
                faults:
                  - { service: batch, kind: preempted, probability: 0.1 }
                """);
        assertThat(config.images()).containsEntry("example.com/job", folder.resolve("images/job"));
        assertThat(config.delays().scheduled()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.delays().running()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.conduct().fleet().zones()).containsEntry("europe-west1-b", 2);
        assertThat(config.conduct().fleet().quotas()).containsEntry("europe-west1", Map.of("CPUS", 24L));
        assertThat(config.conduct().waits())
                .isEqualTo(new LocalBatch.Waits(Duration.ofSeconds(1), Duration.ofSeconds(30)));
        assertThat(config.conduct().notices()).isEqualTo(new LocalBatch.NoticeHabits(true, 0.5, false));
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.faults()).singleElement().satisfies(fault -> assertThat(fault.kind())
                .isEqualTo(Kind.PREEMPTED));
    }

    @Test
    void nothingNeedBeSaid() throws IOException {
        assertThat(read("# nothing\n")).isEqualTo(CloudConfig.empty());
    }

    @Test
    void theProjectsOwnFileIsRead() {
        CloudConfig config =
                CloudConfig.read(Path.of("deployment/local.yaml"), Path.of("").toAbsolutePath());
        assertThat(config.images()).containsKey("europe-docker.pkg.dev/demo/docker/upper-case");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: {}                    | unknown field \"image\"; there are",
                "delays: { start: 1s }        | unknown field \"start\"; there are running, scheduled",
                "delays: { running: soon }    | delays.running: \"soon\" is no time",
                "faults: [ { kind: slow } ]   | a fault needs a service: storage, pubsub or batch",
                "fleet: { zones: { europe-west1-b: -1 } } | fleet: the limit of zone europe-west1-b is -1, must be 0 or more",
                "images: [ a, b ]             | images",
                "images: { a: b               | while parsing a flow mapping",
            })
    void whatIsWrongIsNamedWithItsFile(String yaml, String told) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("local.yaml: ")
                .hasMessageContaining(told);
    }

    private CloudConfig read(String yaml) throws IOException {
        return CloudConfig.read(Files.writeString(folder.resolve("local.yaml"), yaml), folder);
    }
}
