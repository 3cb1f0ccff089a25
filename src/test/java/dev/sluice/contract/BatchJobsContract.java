package dev.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.BatchJobs.Creation;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link BatchJobs} promises; run on the twin and on the local cloud. */
public abstract class BatchJobsContract {
    protected abstract BatchJobs jobs();

    /** A job that does not end by itself while a test looks at it. */
    protected JobSpec waiting(String id) {
        return JobSpecs.container(id);
    }

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

    @Test
    void aCancelledJobIsOnItsWayOutOrGone() {
        JobSpec job = waiting("cancelled");
        jobs().create(job);

        jobs().cancel(job.name());
        jobs().cancel(job.name());

        assertThat(jobs().find(job.name())).hasValueSatisfying(found -> assertThat(found.state())
                .isIn(JobState.CANCELLATION_IN_PROGRESS, JobState.CANCELLED));
    }

    @Test
    void cancellingWhatIsNotThereIsFine() {
        assertThatCode(() -> jobs().cancel(new JobName("demo", "europe-west1", "none")))
                .doesNotThrowAnyException();
    }

    @Test
    void theOpenJobsOfADeploymentAreListedByTheirRegion() {
        JobSpec here = waiting("listed");
        jobs().create(here);
        String deployment = here.labels().get(BatchJobs.DEPLOYMENT_LABEL);

        assertThat(open("europe-west1", deployment)).contains("listed");
        assertThat(open("europe-west4", deployment)).doesNotContain("listed");
        assertThat(open("europe-west1", "another")).isEmpty();
    }

    private List<String> open(String location, String deployment) {
        return jobs().listOpen("demo", location, deployment)
                .map(job -> job.name().id())
                .toList();
    }
}
