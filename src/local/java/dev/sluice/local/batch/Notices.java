package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobNotification;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.TaskStatus;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.time.LocalClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Notifications of a job's changes, published one after the other from a thread of their own, so that no topic slows a job. The
 * attributes of job messages are as seen in Google's, those of task messages as its pages name them, not seen.
 */
@Fidelity(
        what =
                "Pub/Sub notifications of job and task states, by type and by state, with Google's attributes and empty data",
        verified = {Verified.DOCUMENTED, Verified.REPORTED},
        by = "NoticesTest")
@Fidelity(
        what =
                "Intermediate states that change quickly are not all told; an end always is; a share of them can be left out by seed",
        verified = Verified.DOCUMENTED,
        by = "NoticesTest",
        simplified =
                "a state is left out when the next one comes before it was published (our reading of 'may be skipped')")
@Fidelity(
        what = "A CANCELLED notification, which can be turned off",
        verified = Verified.OURS,
        by = "NoticesTest",
        simplified = "Google documents none")
final class Notices implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Notices.class);
    private static final byte[] NO_DATA = {};

    private final LocalBatch.Notifier notifier;
    private final LocalBatch.NoticeHabits habits;
    private final LocalClock clock;
    private final Random random;
    private final ExecutorService publisher = Executors.newSingleThreadExecutor(Threads.named("batch-notices"));
    /** The latest of each subject that waits for its turn, as long as another may take its place. */
    private final Map<String, Notice> unsent = new HashMap<>();

    private final LongAdder published = new LongAdder();
    private final LongAdder left = new LongAdder();
    private long generation;

    Notices(LocalBatch.Options options) {
        this.notifier = options.notifier();
        this.habits = options.conduct().notices();
        this.clock = options.clock();
        this.random = new Random(options.faults().seed());
    }

    void job(LiveJob job, JobStatus.State now) {
        if (now == JobStatus.State.CANCELLED && !habits.cancelled()) {
            return;
        }
        List<JobNotification> wishes = job.definition().getNotificationsList();
        for (int i = 0; i < wishes.size(); i++) {
            if (Notice.wanted(wishes.get(i), now)) {
                tell(job, Notice.of(job, i, now));
            }
        }
    }

    void task(LiveJob job, int task, TaskStatus.State now) {
        List<JobNotification> wishes = job.definition().getNotificationsList();
        for (int i = 0; i < wishes.size(); i++) {
            if (Notice.wanted(wishes.get(i), now)) {
                tell(job, Notice.of(job, i, task, now));
            }
        }
    }

    private void tell(LiveJob job, Notice notice) {
        if (!notice.last() && isSkipped()) {
            left.increment();
            return;
        }
        int copies = 1;
        Duration late = Duration.ZERO;
        for (Fault fault : job.faults().ofNotification(notice.about(), notice.state())) {
            switch (fault.kind()) {
                case LOST -> copies = 0;
                case DOUBLED -> copies *= 2;
                case LATE -> late = late.plus(fault.delayed());
                case REFUSED,
                        ANSWER_LOST,
                        SLOW,
                        THROTTLED,
                        PREEMPTED,
                        VM_SILENT,
                        VM_REBOOTED,
                        VM_UNRESPONSIVE,
                        VM_RECREATED,
                        ZONE_EXHAUSTED,
                        QUOTA_EXCEEDED -> throw new IllegalStateException(fault + " strikes no notification");
            }
        }
        int sent = copies;
        if (sent == 0) {
            left.increment();
        } else if (late.isZero()) {
            replace(notice);
            queue(notice, sent);
        } else {
            clock.after(late, () -> queue(notice, sent));
        }
    }

    private synchronized boolean isSkipped() {
        return habits.skipped() > 0 && random.nextDouble() < habits.skipped();
    }

    private synchronized void replace(Notice notice) {
        if (habits.replaced()) {
            if (unsent.remove(notice.subject()) != null) {
                left.increment();
            }
            if (!notice.last()) {
                unsent.put(notice.subject(), notice);
            }
        }
    }

    private synchronized void queue(Notice notice, int copies) {
        long now = generation;
        boolean replaceable = habits.replaced() && unsent.get(notice.subject()) == notice;
        try {
            publisher.execute(() -> {
                if (isStillWanted(notice, replaceable, now)) {
                    for (int i = 0; i < copies; i++) {
                        publish(notice);
                    }
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.infof("%s missed %s: this Batch is closing", notice.topic(), notice.attributes());
        }
    }

    private synchronized boolean isStillWanted(Notice notice, boolean replaceable, long begun) {
        return begun == generation && (!replaceable || unsent.remove(notice.subject(), notice));
    }

    private void publish(Notice notice) {
        try {
            notifier.publish(notice.topic(), notice.attributes(), NO_DATA);
            published.increment();
        } catch (RuntimeException e) {
            LOG.warnf(e, "%s did not take %s", notice.topic(), notice.attributes());
        }
    }

    /** Those that were not sent never will be. */
    synchronized void forget() {
        generation++;
        unsent.clear();
    }

    Map<String, Object> state() {
        return Map.of("published", published.sum(), "leftOut", left.sum());
    }

    @Override
    public void close() {
        Threads.finish(publisher, 2);
    }
}
