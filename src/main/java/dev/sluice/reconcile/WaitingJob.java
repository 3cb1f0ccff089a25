package dev.sluice.reconcile;

import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.catalog.Product;
import dev.sluice.catalog.Template;
import dev.sluice.launch.JobLabels;
import dev.sluice.outcome.SettleRun;
import dev.sluice.run.Ledger;
import dev.sluice.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Looks at a job that has been waiting for a machine. The record has the limit that counts; today's catalog has mostly the same one and costs
 * no call, so it is asked first.
 */
@ApplicationScoped
class WaitingJob {
    private final CurrentCatalog catalog;
    private final Ledger ledger;
    private final SettleRun settle;
    private final InstantSource clock;

    WaitingJob(CurrentCatalog catalog, Ledger ledger, SettleRun settle, InstantSource clock) {
        this.catalog = catalog;
        this.ledger = ledger;
        this.settle = settle;
        this.clock = clock;
    }

    /** Without a call: whether the job waits for longer than its template allows, or has a template that is no more. */
    boolean mayBeTooLong(RunKey run, JobSnapshot job) {
        return limit(run, job).map(limit -> isOver(job, limit)).orElse(true);
    }

    /** What came of it: mostly the job is cancelled, and the next placement tried once Batch says that it is. */
    String look(RunKey run, JobSnapshot job) {
        boolean tooLong = limit(run, job).isPresent()
                || ledger.find(run)
                        .map(found -> isOver(job, found.run().reserve().queueLimit()))
                        .orElse(false);
        return tooLong
                ? QuietRun.said(settle.settle(new JobNotice(job.name(), Optional.of(job.uid()))))
                : "as they should be";
    }

    private Optional<Duration> limit(RunKey run, JobSnapshot job) {
        Optional<Product> product = catalog.get().product(run.client().product());
        return JobLabels.templateOf(job)
                .flatMap(template -> product.flatMap(
                        found -> Optional.ofNullable(found.templates().get(template))))
                .map(Template::queueLimit);
    }

    private boolean isOver(JobSnapshot job, Duration limit) {
        return clock.instant().isAfter(job.created().plus(limit));
    }
}
