package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.ObjectName;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunIdTest {
    private static final Instant TIME = Instant.parse("2026-11-21T07:30:12.345Z");

    @Test
    void isTheTimeOfTheCauseAndTwentyCharactersOfAHash() {
        RunId id = of("demo-batch", "mlops-template/acme/inputs/letters.txt", 1795246212345678L);

        assertThat(id.value()).isEqualTo("20261121t073012-3wgqwwlxr5rei4wkxklp");
        assertThat(id.time()).isEqualTo("2026-11-21T07:30:12Z");
    }

    @Test
    void isTheSameForTheSameCause() {
        assertThat(of("b", "n", 1)).isEqualTo(of("b", "n", 1));
    }

    @Test
    void differsWhereCarelessJoiningWouldCollide() {
        assertThat(of("a", "b/c", 1)).isNotEqualTo(of("a/b", "c", 1));
        assertThat(of("a", "b\",\"c", 1)).isNotEqualTo(of("a\",\"b", "c", 1));
        assertThat(of("b", "n3", 12)).isNotEqualTo(of("b", "n", 123)).isNotEqualTo(of("b", "n23", 1));
        assertThat(of("b", "n", 12)).isNotEqualTo(of("b", "n", 1));
    }

    @Test
    void differsBetweenDeploymentsOfOneProject() {
        Cause cause = cause("b", "n", 1);
        assertThat(RunId.of("nprod", cause)).isNotEqualTo(RunId.of("prod", cause));
    }

    @Test
    void aMillionCausesOfOneSecondHaveAMillionIds() {
        Set<RunId> ids = new HashSet<>(2_000_000);
        for (int generation = 1; generation <= 1_000_000; generation++) {
            ids.add(of("demo-batch", "mlops-template/acme/inputs/letters.txt", generation));
        }
        assertThat(ids).hasSize(1_000_000);
    }

    @Test
    void isReadBackFromItsText() {
        RunId id = of("b", "n", 1);
        assertThat(RunId.parse(id.value())).contains(id);
        assertThat(RunId.parse("20261121t073012-short")).isEmpty();
        assertThat(RunId.parse("20261321t073012-k3v7q2m5x4n6p5r2s4t6")).isEmpty();
        assertThatThrownBy(() -> new RunId("nonsense")).hasMessageContaining("not a run id: \"nonsense\"");
    }

    private static RunId of(String bucket, String name, long generation) {
        return RunId.of("sluice", cause(bucket, name, generation));
    }

    private static Cause cause(String bucket, String name, long generation) {
        return Cause.object(new InputObject(new ObjectName(bucket, name), generation, 5, TIME));
    }
}
