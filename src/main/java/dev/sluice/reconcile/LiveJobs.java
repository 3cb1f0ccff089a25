package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.JobLabels;
import dev.sluice.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The jobs that Batch has for us and that have not ended: one list for each region in use. */
@ApplicationScoped
class LiveJobs {
    private final BatchJobs jobs;
    private final CurrentCatalog catalog;
    private final String project;
    private final String deployment;

    LiveJobs(BatchJobs jobs, CurrentCatalog catalog, SluiceConfig config) {
        this.jobs = jobs;
        this.catalog = catalog;
        this.project = config.project();
        this.deployment = config.deployment();
    }

    /** Hands on each job with the run it was made for; the regions whose list failed, of whose other jobs nothing is known. */
    Set<String> eachIn(Tally tally, BiConsumer<RunKey, JobSnapshot> each) {
        Set<String> unlisted = new TreeSet<>();
        for (String region : catalog.regions()) {
            if (!tally.careful("jobs in " + region, () -> list(region, each))) {
                unlisted.add(region);
            }
        }
        return unlisted;
    }

    private void list(String region, BiConsumer<RunKey, JobSnapshot> each) {
        try (Stream<JobSnapshot> live = jobs.listOpen(project, region, deployment)) {
            live.forEach(job -> JobLabels.runOf(job, deployment).ifPresent(run -> each.accept(run, job)));
        }
    }
}
