package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.TaskStatus;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Writes down every change of a job, tells those who want to know, and wakes those who wait for what it gives back. */
final class JobClerk implements JobWatcher {
    private static final Logger LOG = Logger.getLogger(JobClerk.class);

    private final Jobs jobs;
    private final JobStore files;
    private final Places places;
    private final Notices notices;
    private final Fleet fleet;
    private final Patience patience;
    private volatile boolean tells = true;

    JobClerk(Jobs jobs, JobStore files, Places places, Notices notices, Fleet fleet, Patience patience) {
        this.jobs = jobs;
        this.files = files;
        this.places = places;
        this.notices = notices;
        this.fleet = fleet;
        this.patience = patience;
    }

    /** Whether notifications are sent from now on. */
    void tell(boolean now) {
        tells = now;
    }

    @Override
    public void jobIs(LiveJob job, State state) {
        if (JobStates.ended(state)) {
            // on disk before anyone hears of it: an end that was announced is never taken back
            save(job);
            clear(job);
            patience.forget(job);
        } else {
            files.saveSoon(job);
        }
        if (tells) {
            notices.job(job, state);
        }
    }

    private void save(LiveJob job) {
        try {
            files.save(job);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "%s ends, but would begin again in a restart", job.name());
        }
    }

    @Override
    public void jobIsGone(LiveJob job) {
        jobs.remove(job);
        try {
            files.delete(job);
        } catch (UncheckedIOException e) {
            LOG.errorf(e, "%s is deleted, but would be there again after a restart", job.name());
        }
        clear(job);
    }

    private void clear(LiveJob job) {
        try {
            Folders.delete(places.work(job.uid()));
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "%s left something behind", job.name());
        }
    }

    @Override
    public void taskIs(LiveJob job, int task, TaskStatus.State state) {
        files.saveSoon(job);
        if (tells) {
            notices.task(job, task, state);
        }
    }

    @Override
    public void jobSays(LiveJob job) {
        files.saveSoon(job);
    }

    @Override
    public void vmsAreFree() {
        // who waits although there is room for all waits for a fault to pass, and nothing that became free helps
        if (!fleet.config().isUnlimited()) {
            patience.wake();
        }
    }
}
