package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.BatchJobs.Creation;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSpec;
import org.junit.jupiter.api.Test;

/** What every {@link BatchJobs} promises; run on the twin and on the local cloud. */
public abstract class BatchJobsContract {
    protected abstract BatchJobs jobs();

    @Test
    void aJobIsCreatedOnceUnderItsId() {
        JobSpec job = JobSpecs.container("once");

        assertThat(jobs().create(job)).isEqualTo(Creation.CREATED);
        assertThat(jobs().create(job)).isEqualTo(Creation.ALREADY_EXISTS);
    }

    @Test
    void aCreatedJobIsFoundWithItsLabelsAndAUid() {
        JobSpec job = JobSpecs.container("found");
        jobs().create(job);

        assertThat(jobs().find(job.name())).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo(job.name());
            assertThat(found.labels()).containsAllEntriesOf(job.labels());
            assertThat(found.uid()).isNotEmpty();
            assertThat(found.created()).isNotNull();
        });
    }

    @Test
    void aJobThatIsNotThereIsEmpty() {
        assertThat(jobs().find(new JobName("demo", "europe-west1", "none"))).isEmpty();
    }

    @Test
    void jobsOfDifferentRegionsDoNotMeet() {
        jobs().create(JobSpecs.container("here"));
        assertThat(jobs().find(new JobName("demo", "europe-west4", "here"))).isEmpty();
    }
}
