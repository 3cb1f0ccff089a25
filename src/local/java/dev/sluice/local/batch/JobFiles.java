package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.Task;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Jobs on disk, one file each: the CreateJobRequest and then its tasks, as length-delimited binary protos. A file is replaced
 * as a whole, so a reader never meets half of one; nothing is forced to the disk, so a power cut can lose the last moments.
 */
final class JobFiles implements JobStore {
    private static final Logger LOG = Logger.getLogger(JobFiles.class);
    private static final String SUFFIX = ".job";
    /** What changes within this time is written once: a job of many short tasks would else be written for each of their steps. */
    private static final long GATHER_MILLIS = 50;
    /** A job is written for at most one part in so many of the time: one of 100,000 tasks has tens of megabytes. */
    private static final long WRITTEN_PART = 20;

    private final Path folder;
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(Threads.named("batch-files"));

    private JobFiles(Path folder) {
        this.folder = folder;
    }

    static JobFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new JobFiles(folder);
    }

    /** A file that cannot be read is logged and left where it is. */
    @Override
    public List<StoredJob> load() throws IOException {
        List<StoredJob> jobs = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                try {
                    jobs.add(read(file));
                } catch (IOException e) {
                    LOG.errorf(e, "%s is not a job and is left alone", file);
                }
            }
        }
        return jobs;
    }

    private static StoredJob read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            CreateJobRequest created = CreateJobRequest.parseDelimitedFrom(in);
            if (created == null) {
                throw new IOException("empty");
            }
            List<Task> tasks = new ArrayList<>();
            for (Task task = Task.parseDelimitedFrom(in); task != null; task = Task.parseDelimitedFrom(in)) {
                tasks.add(task);
            }
            return new StoredJob(created, tasks);
        }
    }

    /** Holds the job's lock, so that an older state can never replace a newer one. */
    @Override
    public void save(LiveJob job) {
        synchronized (job) {
            if (job.isGone()) {
                return;
            }
            long begun = System.nanoTime();
            job.markSaved();
            StoredJob stored = job.stored();
            Path file = file(job);
            Path fresh = folder.resolve(file.getFileName() + ".new");
            try {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
                    stored.created().writeDelimitedTo(out);
                    for (Task task : stored.tasks()) {
                        task.writeDelimitedTo(out);
                    }
                }
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                job.tookToWrite(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + file, e);
            }
        }
    }

    @Override
    public void saveSoon(LiveJob job) {
        if (job.markUnsaved()) {
            try {
                long wait = Math.max(GATHER_MILLIS, WRITTEN_PART * job.lastWritingMillis());
                writer.schedule(() -> saveUnsaved(job), wait, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // closing: nothing gathers any more
                saveUnsaved(job);
            }
        }
    }

    private void saveUnsaved(LiveJob job) {
        try {
            // its end may have been written meanwhile
            if (job.isUnsaved()) {
                save(job);
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s goes on, but would be lost in a restart", job.name());
        }
    }

    @Override
    public void delete(LiveJob job) {
        try {
            Files.deleteIfExists(file(job));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(job), e);
        }
    }

    private Path file(LiveJob job) {
        return folder.resolve(job.uid() + SUFFIX);
    }

    @Override
    public void close() {
        Threads.finish(writer, 10);
    }
}
