package dev.sluice.intake;

import dev.sluice.SluiceConfig;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobNotice;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.launch.JobIds;
import dev.sluice.outcome.SettleRun;
import dev.sluice.run.Outcome;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Follows notices about jobs that could be ours; the others are ignored without a call to anyone. */
@ApplicationScoped
class BatchDoor {
    private final BatchNotices notices;
    private final CurrentCatalog catalog;
    private final SettleRun settle;
    private final String project;
    private final Optional<String> projectNumber;

    BatchDoor(BatchNotices notices, CurrentCatalog catalog, SettleRun settle, SluiceConfig config) {
        this.notices = notices;
        this.catalog = catalog;
        this.settle = settle;
        this.project = config.project();
        this.projectNumber = config.projectNumber();
    }

    Outcome handle(EventRequest request) {
        return notices.read(request).fold(this::follow, Outcome::ignored, Outcome::deadLetter);
    }

    private Outcome follow(JobNotice notice) {
        JobName job = notice.job();
        if (!isOurProject(job.project())) {
            return Outcome.ignored("a job of another project: " + job);
        }
        if (!catalog.hasRegion(job.location())) {
            return Outcome.ignored("a job in a region that no product uses: " + job);
        }
        if (!JobIds.isOurs(job.id())) {
            return Outcome.ignored("a job that Sluice did not make: " + job);
        }
        return settle.settle(new JobNotice(job.inProject(project), notice.uid()));
    }

    /** Batch's notices may name the project by its number, which we know only if we were told. */
    private boolean isOurProject(String named) {
        return named.equals(project)
                || projectNumber.map(named::equals).orElseGet(() -> named.chars()
                        .allMatch(Character::isDigit));
    }
}
