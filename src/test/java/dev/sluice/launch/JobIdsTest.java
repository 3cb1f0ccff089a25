package dev.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.JobName;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.RunId;
import dev.sluice.storage.ObjectName;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private static final RunId RUN = new RunId("20261121t073012-k3v7q2m5x4n6p5r2s4t6");

    @Test
    void nameTheTemplateTheRunAndTheAttempt() {
        assertThat(JobIds.of("upper-case", RUN, 1)).isEqualTo("upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1");
    }

    @Test
    void areLegalForTheLongestTemplateName() {
        String id = JobIds.of("a-template-with-40-characters-in-its-nam", RUN, 99);

        assertThat(id).hasSizeLessThanOrEqualTo(63);
        assertThat(JobName.parse("projects/p/locations/l/jobs/" + id)).isPresent();
    }

    @Test
    void areAMillionLegalOnesForAMillionCauses() {
        Set<String> ids = new HashSet<>(2_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            ObjectName name = new ObjectName("demo-batch", "mlops-template/acme/inputs/" + i);
            Instant time = Instant.ofEpochSecond(1_795_246_212L + i % 1000);
            RunId run = RunId.of("sluice", Cause.object(new InputObject(name, 1 + i % 7, 5, time)));
            String id = JobIds.of("a-template-with-40-characters-in-its-nam", run, 1);
            // the constructor refuses what Batch would
            new JobName("p", "l", id);
            assertThat(id.length()).isLessThanOrEqualTo(63);
            ids.add(id);
        }
        assertThat(ids).hasSize(1_000_000);
    }

    @Test
    void areToldFromOthersWithoutACall() {
        assertThat(JobIds.isOurs("upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1"))
                .isTrue();
        assertThat(JobIds.isOurs("upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6"))
                .isFalse();
        assertThat(JobIds.isOurs("upper-case-20261399t073012-k3v7q2m5x4n6p5r2s4t6-a1"))
                .isFalse();
        assertThat(JobIds.isOurs("nightly-report")).isFalse();
    }
}
